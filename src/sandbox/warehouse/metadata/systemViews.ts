import { catalogue } from '../compatibility.ts';
import { catalogueAccess } from './catalogueAccess.ts';
import { privilegeFunctions } from './privilegeFunctions.ts';
import { connectedCatalogue } from './connectedCatalogue.ts';
import { systemFunctions } from './systemFunctions.ts';
import { systemViewsBase } from './systemViewsBase.ts';
import { systemViewsDefinitions } from './systemViewsDefinitions.ts';
import { systemViewsGrants } from './systemViewsGrants.ts';
import { routines, systemViewsObjects } from './systemViewsObjects.ts';
import { systemViewsPolicies } from './systemViewsPolicies.ts';

/** Redshift's SVV views and what SHOW commands read, run as superuser after the compatibility layer. */
export const systemViews = `
SET allow_system_table_mods = on;
${catalogueAccess}
${systemViewsBase}
${routines}
${systemViewsObjects}
${systemViewsDefinitions}
${systemViewsGrants}
${systemViewsPolicies}
${systemFunctions}
${connectedCatalogue}
${privilegeFunctions}
RESET allow_system_table_mods;
-- A person gets at these only through the views.
REVOKE ALL ON ALL TABLES IN SCHEMA ${catalogue} FROM PUBLIC;
`;
