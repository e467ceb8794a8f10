import { startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture } from '../aws/awsFixture.ts';
import { openRegion } from '../warehouse/testWarehouse.ts';

/** Tables by how much ming may see of them, in a schema of dev and in another database. */
const script = `
CREATE SCHEMA shop;
GRANT USAGE ON SCHEMA shop TO ROLE "awsidc:apac-sales";
CREATE TABLE shop.price_list (
  item INTEGER NOT NULL, name VARCHAR(40) DEFAULT 'none', price NUMERIC(12, 2), code CHAR(3), ratio FLOAT8,
  made_at TIMESTAMP, document SUPER, margin SMALLINT
);
GRANT SELECT (item, name, price, code, ratio, made_at, document) ON shop.price_list TO ROLE "awsidc:apac-sales";
CREATE TABLE shop.priceXlist (item INTEGER);
GRANT SELECT ON shop.priceXlist TO ROLE "awsidc:apac-sales";
CREATE VIEW shop.items AS SELECT item FROM shop.price_list;
GRANT SELECT ON shop.items TO ROLE "awsidc:apac-sales";
CREATE TABLE shop.secret_plan (item INTEGER);
CREATE SCHEMA vault;
CREATE TABLE vault.gold (item INTEGER);
GRANT SELECT ON vault.gold TO ROLE "awsidc:apac-sales";
CREATE DATABASE museum;
SET sandbox.database TO 'museum';
CREATE SCHEMA shop;
GRANT USAGE ON SCHEMA shop TO ROLE "awsidc:apac-sales";
CREATE TABLE shop.tickets (number BIGINT);
GRANT SELECT ON shop.tickets TO ROLE "awsidc:apac-sales";
`;

/** AWS in front of a warehouse of us-east-1 with tables of its own. Takes more metadata calls than AWS would. */
export async function startRealMetadata(): Promise<AwsFixture> {
  const warehouse = await openRegion('us-east-1');
  await warehouse.runAsAdministrator(script);
  const aws = await startFixture({ warehouse });
  return {
    ...aws,
    stop: async () => {
      await aws.stop();
      await warehouse.close();
    },
  };
}
