import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
export function registerImportListeners(_bolt: App, _ctx: Context): void {}
