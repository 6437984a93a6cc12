import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Workspace, WorkspaceRecord } from './workspace.ts';

const DELAY_MS = 200;

/** What an earlier run left in this file, if any. */
export function readRecord(file: string): WorkspaceRecord | undefined {
  // Written by saveChanges below, whole or not at all.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WorkspaceRecord) : undefined;
}

/** Keeps the file up to date, at most 200 ms behind, each time replaced in one step; returns how to save at once and stop. */
export function saveChanges(workspace: Workspace, file: string): () => void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    timer = undefined;
    writeFileSync(`${file}.new`, JSON.stringify(workspace.record()));
    renameSync(`${file}.new`, file);
  };
  const stop = workspace.watch(() => {
    timer ??= setTimeout(save, DELAY_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
    save();
  };
}
