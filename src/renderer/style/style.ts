import { gridStyle } from '../grid/gridStyle.ts';
import { outputRules } from './styleElement.ts';
import { baseStyle } from './baseStyle.ts';
import { popupStyle } from './popupStyle.ts';
import { toolStyle } from './toolStyle.ts';

/** Everything that an output needs to look like VS Code from the start. */
export const style = gridStyle + outputRules([baseStyle, toolStyle, popupStyle].join(''));
