import * as vscode from 'vscode';
import { errorText } from '../../core/errorText.ts';
import { isCancel } from '../../core/errors.ts';
import type { FoundObject } from '../../core/redshift/catalog/contract.ts';
import type { CompleteTarget, Targets } from '../target.ts';
import { withoutIcons } from '../withoutIcons.ts';
import type { Levels } from './levels.ts';
import { siteNode } from './nodes.ts';
import { relationIcons, relationTitles } from './treeItems.ts';

/** An object, and where it was found. */
export interface ObjectPlace {
  readonly target: CompleteTarget;
  readonly found: FoundObject;
}

interface Pick extends vscode.QuickPickItem {
  readonly place?: ObjectPlace;
}

/** Milliseconds without a change of the text, before Redshift is asked. */
const pause = 250;
/** Objects listed from each catalogue. */
const limit = 200;

/**
 * Lets the person pick an object out of what is loaded and, after a pause in typing, out of Redshift's catalogue of
 * the database where cells run.
 * @returns undefined when they picked nothing
 */
export function pickObject(
  levels: Levels,
  targets: Targets,
  options: { readonly title: string; readonly relationsOnly?: boolean },
): Promise<ObjectPlace | undefined> {
  const pick = vscode.window.createQuickPick<Pick>();
  pick.title = options.title;
  pick.placeholder = 'Part of the name of a table, view or column';
  const here = completeTarget(targets);
  let search: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (places: readonly ObjectPlace[], note?: string) => {
    const wanted = places.filter(({ found }) => !options.relationsOnly || found.type === 'relation');
    const picks = new Map(wanted.map((place) => [keyOf(place), pickOf(place)]));
    pick.items = [...picks.values(), ...(note ? [{ label: note, alwaysShow: true }] : [])];
  };
  const changed = (text: string) => {
    search?.abort();
    clearTimeout(timer);
    search = undefined;
    pick.busy = false;
    const loaded = text === '' ? [] : searchLoaded(levels, text);
    show(loaded);
    if (text.length < 2 || !here) return;
    pick.busy = true;
    timer = setTimeout(() => {
      const abort = (search = new AbortController());
      const { database } = here.warehouse;
      // Inside a promise, because an account that signed out meanwhile is told by throwing.
      Promise.resolve()
        .then(() => levels.catalog(here).find(database, text, limit, abort.signal))
        .then((objects) => {
          if (abort.signal.aborted) return;
          const found = objects.map((object) => ({ target: here, found: object }));
          const none = loaded.length + found.length === 0;
          show([...loaded, ...found], none ? `Nothing you may see has “${text}” in its name` : undefined);
        })
        .catch((error: unknown) => {
          if (!abort.signal.aborted && !isCancel(error))
            show(loaded, `$(error) ${withoutIcons(errorText(error))}`);
        })
        .finally(() => {
          if (search === abort) pick.busy = false;
        });
    }, pause);
  };

  return new Promise((resolve) => {
    pick.onDidChangeValue(changed);
    pick.onDidAccept(() => {
      const place = pick.selectedItems[0]?.place;
      if (!place) return;
      resolve(place);
      pick.hide();
    });
    pick.onDidHide(() => {
      search?.abort();
      clearTimeout(timer);
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function completeTarget(targets: Targets): CompleteTarget | undefined {
  const { profile, account, site, warehouse, problem } = targets.active;
  return profile && account && site && warehouse && !problem
    ? { profile, account, site, warehouse }
    : undefined;
}

function searchLoaded(levels: Levels, text: string): ObjectPlace[] {
  return levels
    .accounts()
    .flatMap((account) => account.profile.sites.map((site) => siteNode(account, site)))
    .flatMap((site) => levels.warehouses(site))
    .flatMap(({ target }) =>
      levels
        .catalog(target)
        .loaded.search(text, limit)
        .map((found) => ({ target, found })),
    );
}

function keyOf({ target, found }: ObjectPlace): string {
  const { profile, account, site, warehouse } = target;
  const { database, schema, name } = found.relation;
  const column = found.type === 'column' ? [found.column] : [];
  const where = [profile.name, account.id, site.region, warehouse.kind, warehouse.name];
  return JSON.stringify([...where, database, schema, name, ...column]);
}

function pickOf(place: ObjectPlace): Pick {
  const { target, found } = place;
  const { database, schema, name, kind } = found.relation;
  const where = [target.account.login, target.site.region, target.warehouse.name].join(' · ');
  const isColumn = found.type === 'column';
  return {
    label: withoutIcons(isColumn ? found.column : name),
    description: withoutIcons(isColumn ? `in ${database}.${schema}.${name}` : `${database}.${schema}`),
    detail: withoutIcons(`${isColumn ? 'Column' : relationTitles[kind]} · ${where}`),
    iconPath: new vscode.ThemeIcon(isColumn ? 'symbol-field' : relationIcons[kind]),
    alwaysShow: true,
    place,
  };
}
