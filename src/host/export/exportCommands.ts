import * as vscode from 'vscode';
import { registerCommand } from '../registerCommand.ts';
import type { ExportServices, UnloadArguments } from './exportServices.ts';

/** The commands that take a result out of its cell; nothing of what they do is loaded before somebody asks for it. */
export function registerExportCommands(services: ExportServices): vscode.Disposable {
  const { log } = services;
  const chosen = async () => (await import('./pickResult.ts')).pickResult(services.results);
  return vscode.Disposable.from(
    registerCommand('exportResult', log, async (what?: { readonly unload?: UnloadArguments }) => {
      if (what?.unload) return (await import('./unloadCell.ts')).unloadAt(what.unload);
      const kept = await chosen();
      if (kept) await (await import('./exportResult.ts')).exportResult(services, kept);
    }),
    registerCommand('openResultAsCsv', log, async () => {
      const kept = await chosen();
      if (kept) await (await import('./openAsCsv.ts')).openAsCsv(services, kept);
    }),
    registerCommand('openResultInDataWrangler', log, async () => {
      const kept = await chosen();
      if (kept) await (await import('./openInDataWrangler.ts')).openInDataWrangler(services, kept);
    }),
  );
}
