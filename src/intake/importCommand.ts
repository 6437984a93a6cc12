export async function importCommand(..._: unknown[]): Promise<void> {}
