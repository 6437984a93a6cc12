import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { registerClickListeners } from './clickListeners.ts';
import { registerDoNotContactListeners } from './doNotContactListeners.ts';
import { registerGradeListeners } from './gradeListeners.ts';
import { registerMergeListeners } from './mergeListeners.ts';
import { registerMenuListeners } from './menuListeners.ts';
import { registerPassListeners } from './passListeners.ts';
import { registerShortFormListeners } from './shortFormListeners.ts';
import { registerUpdateListeners } from './updateListeners.ts';

/** Everything that people do with leads in Slack. */
export function registerLeadListeners(bolt: App, ctx: Context): void {
  registerClickListeners(bolt, ctx);
  registerMenuListeners(bolt, ctx);
  registerMergeListeners(bolt, ctx);
  registerUpdateListeners(bolt, ctx);
  registerShortFormListeners(bolt, ctx);
  registerPassListeners(bolt, ctx);
  registerDoNotContactListeners(bolt, ctx);
  registerGradeListeners(bolt, ctx);
}
