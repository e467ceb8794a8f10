import { gridStyle } from '../grid/gridStyle.ts';
import { baseStyle } from './baseStyle.ts';
import { detailStyle } from './detailStyle.ts';
import { popupStyle } from './popupStyle.ts';
import { profileStyle } from './profileStyle.ts';
import { tableStyle } from './tableStyle.ts';
import { toolStyle } from './toolStyle.ts';

const parts = [baseStyle, tableStyle, toolStyle, popupStyle, profileStyle, detailStyle];

/** Everything that an output needs to look like VS Code. */
export const style = gridStyle + parts.join('').replaceAll('&', '.redshift-identity-result');
