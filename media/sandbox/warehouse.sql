-- Sales of a sports gear company that sells in many countries, and who may see which of them.
-- The tables, the data and the policies are this project's own reconstruction of what AWS's post on single
-- sign-on with the Data API describes but does not print.
--
-- The sandbox runs this script, as administrator, in each of its Regions. It is Redshift SQL, so it runs on a
-- warehouse of your own as well, as a superuser: set the context variable first, for example with
--   SET sandbox.region TO 'us-east-1';
-- What follows SET sandbox.database TO 'name' is made in that database: on a warehouse of your own, connect to it.
-- The data is the same every time, and another one in every Region.

CREATE TEMP TABLE places (
  place INTEGER NOT NULL,
  region VARCHAR(4) NOT NULL,
  country VARCHAR(40) NOT NULL,
  city VARCHAR(40) NOT NULL,
  latitude DECIMAL(9, 6) NOT NULL,
  longitude DECIMAL(9, 6) NOT NULL
);

INSERT INTO places VALUES
  (0, 'AMER', 'United States', 'Denver', 39.739200, -104.990300),
  (1, 'EMEA', 'Germany', 'Munich', 48.137200, 11.575500),
  (2, 'APAC', 'Japan', 'Osaka', 34.693700, 135.502300),
  (3, 'AMER', 'Canada', 'Vancouver', 49.282700, -123.120700),
  (4, 'EMEA', 'France', 'Lyon', 45.764000, 4.835700),
  (5, 'APAC', 'Australia', 'Melbourne', -37.813600, 144.963100),
  (6, 'AMER', 'Brazil', 'Curitiba', -25.428400, -49.273300),
  (7, 'EMEA', 'United Kingdom', 'Manchester', 53.480800, -2.242600),
  (8, 'APAC', 'India', 'Pune', 18.520400, 73.856700),
  (9, 'AMER', 'Mexico', 'Guadalajara', 20.659700, -103.349600),
  (10, 'EMEA', 'Spain', 'Valencia', 39.469900, -0.376300),
  (11, 'APAC', 'Singapore', 'Singapore', 1.352100, 103.819800),
  (12, 'AMER', 'Argentina', 'Córdoba', -31.420100, -64.188800),
  (13, 'EMEA', 'Italy', 'Turin', 45.070300, 7.686900),
  (14, 'APAC', 'South Korea', 'Busan', 35.179600, 129.075600),
  (15, 'AMER', 'Chile', 'Valparaíso', -33.047200, -71.612700),
  (16, 'EMEA', 'Sweden', 'Gothenburg', 57.708900, 11.974600),
  (17, 'APAC', 'New Zealand', 'Christchurch', -43.532100, 172.636200),
  (18, 'EMEA', 'South Africa', 'Cape Town', -33.924900, 18.424100),
  (19, 'APAC', 'Indonesia', 'Surabaya', -7.257500, 112.752100),
  (20, 'EMEA', 'United Arab Emirates', 'Dubai', 25.204800, 55.270800);

CREATE TEMP TABLE products (
  product_number INTEGER NOT NULL,
  product VARCHAR(60) NOT NULL,
  price DECIMAL(8, 2) NOT NULL
);

INSERT INTO products VALUES
  (0, 'Trail running shoes', 129.00),
  (1, 'Tennis racket', 189.50),
  (2, 'Road bike helmet', 84.90),
  (3, 'Yoga mat', 34.95),
  (4, 'Climbing harness', 74.00),
  (5, 'Swim goggles', 24.50),
  (6, 'Football', 39.99),
  (7, 'Ski poles', 64.25),
  (8, 'Rowing machine', 899.00),
  (9, 'Hiking backpack', 149.95),
  (10, 'Badminton set', 54.80);

CREATE TABLE sales (
  sale_id BIGINT NOT NULL ENCODE az64,
  region VARCHAR(4) NOT NULL ENCODE bytedict,
  country VARCHAR(40) NOT NULL,
  city VARCHAR(40) NOT NULL,
  latitude DECIMAL(9, 6) NOT NULL,
  longitude DECIMAL(9, 6) NOT NULL,
  sold_on DATE NOT NULL,
  product VARCHAR(60) NOT NULL,
  quantity INTEGER NOT NULL,
  amount DECIMAL(12, 2) NOT NULL,
  note VARCHAR(80),
  PRIMARY KEY (sale_id)
)
DISTSTYLE KEY
DISTKEY (sale_id)
COMPOUND SORTKEY (sold_on, country);

INSERT INTO sales
WITH digits AS (
  SELECT 0 AS digit UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
seeds AS (
  SELECT
    CASE current_setting('sandbox.region') WHEN 'us-east-1' THEN 17 ELSE 29 END AS seed,
    CASE current_setting('sandbox.region') WHEN 'us-east-1' THEN 5400 ELSE 6300 END AS row_count
),
numbers AS (
  SELECT a.digit * 1000 + b.digit * 100 + c.digit * 10 + d.digit AS number
  FROM digits a CROSS JOIN digits b CROSS JOIN digits c CROSS JOIN digits d
),
drawn AS (
  SELECT
    number,
    seed,
    (number * 13 + seed) % 21 AS place,
    (number * 7 + number / 21 + seed) % 11 AS product_number,
    1 + (number * 31 + number / 11 + seed) % 9 AS quantity,
    (number * 11 + seed * 5) % 1035 AS day_number
  FROM numbers CROSS JOIN seeds
  WHERE number < row_count
)
SELECT
  seed * 100000 + number,
  region,
  country,
  city,
  latitude,
  longitude,
  DATEADD(day, day_number, '2024-01-01'::date)::date,
  product,
  quantity,
  CAST(quantity * price * (100 - (number + seed) % 16) / 100 AS DECIMAL(12, 2)),
  CASE WHEN (number + seed) % 97 = 0 THEN 'Returned within 30 days' END
FROM drawn
JOIN places ON places.place = drawn.place
JOIN products ON products.product_number = drawn.product_number;

COMMENT ON TABLE sales IS 'One row for each sale, all regions';
COMMENT ON COLUMN sales.region IS 'AMER, EMEA or APAC: row-level security goes by it';

ANALYZE sales;

-- Identity Center's groups arrive as roles, with the identity provider's namespace before the group's name.
CREATE ROLE "AWSIDC:exec-global";
CREATE ROLE "AWSIDC:amer-sales";
CREATE ROLE "AWSIDC:emea-sales";
CREATE ROLE "AWSIDC:apac-sales";
CREATE ROLE "AWSIDC:awssso-sales";

GRANT USAGE ON SCHEMA public TO ROLE "AWSIDC:exec-global";
GRANT USAGE ON SCHEMA public TO ROLE "AWSIDC:amer-sales";
GRANT USAGE ON SCHEMA public TO ROLE "AWSIDC:emea-sales";
GRANT USAGE ON SCHEMA public TO ROLE "AWSIDC:apac-sales";
GRANT USAGE ON SCHEMA public TO ROLE "AWSIDC:awssso-sales";

GRANT SELECT ON sales TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON sales TO ROLE "AWSIDC:amer-sales";
GRANT SELECT ON sales TO ROLE "AWSIDC:emea-sales";
GRANT SELECT ON sales TO ROLE "AWSIDC:apac-sales";

-- With row-level security on, a person to whom no policy is attached sees no row. So those who may see
-- everything need a policy as well.
CREATE RLS POLICY all_sales USING (TRUE);
CREATE RLS POLICY amer_sales WITH (region VARCHAR(4)) USING (region = 'AMER');
CREATE RLS POLICY emea_sales WITH (region VARCHAR(4)) USING (region = 'EMEA');
CREATE RLS POLICY apac_sales WITH (region VARCHAR(4)) AS s USING (s.region = 'APAC');

ATTACH RLS POLICY all_sales ON sales TO ROLE "AWSIDC:exec-global";
ATTACH RLS POLICY amer_sales ON sales TO ROLE "AWSIDC:amer-sales";
ATTACH RLS POLICY emea_sales ON sales TO ROLE "AWSIDC:emea-sales";
ATTACH RLS POLICY apac_sales ON sales TO ROLE "AWSIDC:apac-sales";

ALTER TABLE sales ROW LEVEL SECURITY ON;

-- A role of the warehouse's own, inside the role of a group: who is in emea-sales may use the schema by it.
CREATE ROLE "sales-reader";
GRANT ROLE "sales-reader" TO ROLE "AWSIDC:emea-sales";

-- One line for each country. A reader's own policies decide which sales are behind it.
CREATE VIEW sales_by_country AS
SELECT country, COUNT(*) AS sales, SUM(amount) AS amount
FROM sales
GROUP BY country;

COMMENT ON VIEW sales_by_country IS 'Sales summed for each country that the reader may see';

GRANT SELECT ON sales_by_country TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON sales_by_country TO ROLE "AWSIDC:amer-sales";
GRANT SELECT ON sales_by_country TO ROLE "AWSIDC:emea-sales";
GRANT SELECT ON sales_by_country TO ROLE "AWSIDC:apac-sales";

CREATE TABLE targets (
  region VARCHAR(4) NOT NULL,
  year INTEGER NOT NULL,
  amount DECIMAL(14, 2) NOT NULL,
  PRIMARY KEY (region, year)
)
DISTSTYLE ALL
SORTKEY (year);

INSERT INTO targets VALUES
  ('AMER', 2025, 520000.00), ('EMEA', 2025, 810000.00), ('APAC', 2025, 640000.00),
  ('AMER', 2026, 560000.00), ('EMEA', 2026, 870000.00), ('APAC', 2026, 720000.00);

COMMENT ON TABLE targets IS 'Yearly targets: for the executives alone';

GRANT SELECT ON targets TO ROLE "AWSIDC:exec-global";

-- Customers: column grants decide who sees which column, masking what is left of some of them.
CREATE SCHEMA crm;
COMMENT ON SCHEMA crm IS 'Customers and what they said';

CREATE TABLE crm.customers (
  customer_id INTEGER NOT NULL ENCODE az64,
  name VARCHAR(60) NOT NULL,
  email VARCHAR(80) NOT NULL,
  region VARCHAR(4) NOT NULL ENCODE bytedict,
  country VARCHAR(40) NOT NULL,
  credit_limit DECIMAL(10, 2) DEFAULT 1000.00,
  since DATE,
  PRIMARY KEY (customer_id)
)
DISTKEY (customer_id)
SORTKEY (region, country);

INSERT INTO crm.customers VALUES
  (1, 'Rocky Trail Outfitters', 'orders@rockytrail.example', 'AMER', 'United States', 25000.00, '2021-03-14'),
  (2, 'Harbour Paddle Club', 'crew@harbourpaddle.example', 'AMER', 'Canada', 8000.00, '2022-07-01'),
  (3, 'Futebol da Serra', 'loja@futebolserra.example', 'AMER', 'Brazil', 12000.00, '2023-01-20'),
  (4, 'Alpenglueh Bergsport', 'einkauf@alpenglueh.example', 'EMEA', 'Germany', 30000.00, '2020-11-05'),
  (5, 'Velo Confluence', 'achats@veloconfluence.example', 'EMEA', 'France', 15000.00, '2022-02-11'),
  (6, 'Mersey Runners', 'kit@merseyrunners.example', 'EMEA', 'United Kingdom', 9000.00, '2024-05-30'),
  (7, 'Sakai Swim Team', 'office@sakaiswim.example', 'APAC', 'Japan', 11000.00, '2021-09-09'),
  (8, 'Yarra Cycling', 'buy@yarracycling.example', 'APAC', 'Australia', 18000.00, '2023-10-02'),
  (9, 'Sahyadri Climbers', 'desk@sahyadri.example', 'APAC', 'India', 7000.00, '2024-08-17');

COMMENT ON TABLE crm.customers IS 'Companies that buy from us';
COMMENT ON COLUMN crm.customers.email IS 'Where orders are confirmed; masked for the regional teams';
COMMENT ON COLUMN crm.customers.credit_limit IS 'In US dollars; for the executives alone';

GRANT USAGE ON SCHEMA crm TO ROLE "AWSIDC:exec-global";
GRANT USAGE ON SCHEMA crm TO ROLE "AWSIDC:apac-sales";
GRANT USAGE ON SCHEMA crm TO ROLE "sales-reader";
GRANT SELECT ON crm.customers TO ROLE "AWSIDC:exec-global";
GRANT SELECT (customer_id, name, email, region, country) ON crm.customers TO ROLE "AWSIDC:apac-sales";
GRANT SELECT (customer_id, name, region, country) ON crm.customers TO ROLE "sales-reader";

CREATE TABLE crm.feedback (
  customer_id INTEGER NOT NULL,
  given_on DATE NOT NULL,
  stars SMALLINT NOT NULL,
  comment VARCHAR(400),
  details SUPER
);

INSERT INTO crm.feedback (customer_id, given_on, stars, comment) VALUES
  (1, '2026-02-03', 5, 'Fast delivery'),
  (4, '2026-03-19', 3, 'One helmet was scratched'),
  (7, '2026-04-27', 4, NULL),
  (8, '2026-06-08', 5, 'Good racks');

COMMENT ON TABLE crm.feedback IS 'What customers said after an order';

GRANT SELECT ON crm.feedback TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON crm.feedback TO ROLE "sales-reader";

CREATE MATERIALIZED VIEW crm.stars_by_month AS
SELECT DATE_TRUNC('month', given_on) AS month, COUNT(*) AS answers, MIN(stars) AS fewest
FROM crm.feedback
GROUP BY DATE_TRUNC('month', given_on);

GRANT SELECT ON crm.stars_by_month TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON crm.stars_by_month TO ROLE "sales-reader";

CREATE FUNCTION discounted (DECIMAL(12, 2), INTEGER)
RETURNS DECIMAL(12, 2)
IMMUTABLE
AS $$
  SELECT CAST($1 * (100 - $2) / 100 AS DECIMAL(12, 2))
$$ LANGUAGE sql;

CREATE PROCEDURE crm.forget_feedback (customer IN INTEGER)
AS $$
BEGIN
  DELETE FROM crm.feedback WHERE customer_id = customer;
END;
$$ LANGUAGE plpgsql;

-- For the Americas alone: the others don't see what is in it.
CREATE SCHEMA amer;
COMMENT ON SCHEMA amer IS 'Working area of the Americas';

CREATE TABLE amer.quotas (
  country VARCHAR(40) NOT NULL,
  quarter CHAR(6) NOT NULL,
  quota DECIMAL(12, 2) NOT NULL
)
SORTKEY (quarter);

INSERT INTO amer.quotas VALUES
  ('United States', '2026Q1', 60000.00), ('Canada', '2026Q1', 21000.00), ('Brazil', '2026Q1', 24000.00),
  ('United States', '2026Q2', 64000.00), ('Canada', '2026Q2', 23000.00), ('Brazil', '2026Q2', 25500.00);

GRANT USAGE ON SCHEMA amer TO ROLE "AWSIDC:amer-sales";
GRANT SELECT, INSERT, UPDATE, DELETE ON amer.quotas TO ROLE "AWSIDC:amer-sales";

-- Another database of the same warehouse. Its table of the same name has other columns.
-- On a warehouse of your own, connect to it instead of setting the variable.
CREATE DATABASE archive;
SET sandbox.database TO 'archive';

CREATE TABLE public.sales (
  year INTEGER NOT NULL,
  region VARCHAR(4) NOT NULL,
  total DECIMAL(16, 2) NOT NULL
)
DISTSTYLE ALL
SORTKEY (year);

INSERT INTO public.sales VALUES
  (2021, 'AMER', 381200.50), (2021, 'EMEA', 602311.00), (2021, 'APAC', 455120.75),
  (2022, 'AMER', 402870.00), (2022, 'EMEA', 655480.25), (2022, 'APAC', 498040.00),
  (2023, 'AMER', 440015.10), (2023, 'EMEA', 701902.90), (2023, 'APAC', 561330.40);

COMMENT ON TABLE public.sales IS 'Yearly totals before 2024';

GRANT SELECT ON public.sales TO PUBLIC;

-- Protected rows are not for queries from another database: connect to this one to see them.
CREATE TABLE public.returns (
  return_id INTEGER NOT NULL,
  region VARCHAR(4) NOT NULL,
  reason VARCHAR(60)
);

INSERT INTO public.returns VALUES
  (1, 'AMER', 'Wrong size'), (2, 'EMEA', 'Damaged'), (3, 'APAC', 'Changed mind'), (4, 'APAC', 'Wrong size');

GRANT SELECT ON public.returns TO PUBLIC;
CREATE RLS POLICY all_returns USING (TRUE);
CREATE RLS POLICY apac_returns WITH (region VARCHAR(4)) USING (region = 'APAC');
ATTACH RLS POLICY all_returns ON public.returns TO ROLE "AWSIDC:exec-global";
ATTACH RLS POLICY apac_returns ON public.returns TO ROLE "AWSIDC:apac-sales";
ALTER TABLE public.returns ROW LEVEL SECURITY ON;

-- An S3 table bucket, mounted as a catalogue. On AWS its tables are made and granted by Lake Formation, to groups
-- of Identity Center: the sandbox writes those grants as if they were Redshift's. Nobody writes to it from here.
CREATE DATABASE "sporting-goods@s3tablescatalog";
SET sandbox.database TO 'sporting-goods@s3tablescatalog';

CREATE SCHEMA retail;

CREATE TABLE retail.orders (
  order_id BIGINT,
  customer_name VARCHAR(60),
  category VARCHAR(30),
  quantity INTEGER,
  price DECIMAL(10, 2),
  ordered_at TIMESTAMP
);

INSERT INTO retail.orders VALUES
  (9001, 'Rocky Trail Outfitters', 'Footwear', 12, 129.00, '2026-05-04 09:12:00'),
  (9002, 'Velo Confluence', 'Cycling', 30, 84.90, '2026-05-04 10:40:00'),
  (9003, 'Yarra Cycling', 'Cycling', 18, 84.90, '2026-05-06 02:05:00'),
  (9004, 'Sakai Swim Team', 'Swimming', 60, 24.50, '2026-05-07 06:31:00');

CREATE TABLE retail.suppliers (
  supplier_id INTEGER,
  name VARCHAR(60),
  margin DECIMAL(5, 2)
);

INSERT INTO retail.suppliers VALUES (1, 'Northern Fibre', 22.50), (2, 'Kogane Alloys', 31.00);

GRANT USAGE ON SCHEMA retail TO ROLE "AWSIDC:awssso-sales";
GRANT SELECT ON retail.orders TO ROLE "AWSIDC:awssso-sales";
GRANT SELECT (supplier_id, name) ON retail.suppliers TO ROLE "AWSIDC:awssso-sales";

-- The account's Glue Data Catalog.
CREATE DATABASE awsdatacatalog;
SET sandbox.database TO 'awsdatacatalog';

CREATE SCHEMA logistics;

CREATE TABLE logistics.shipments (
  shipment_id BIGINT,
  order_id BIGINT,
  carrier VARCHAR(40),
  shipped_on DATE
);

INSERT INTO logistics.shipments VALUES
  (70001, 9001, 'Overland', '2026-05-05'), (70002, 9002, 'Rhone Express', '2026-05-06'), (70003, 9004, 'Seto Lines', '2026-05-09');

GRANT USAGE ON SCHEMA logistics TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON logistics.shipments TO ROLE "AWSIDC:exec-global";

SET sandbox.database TO 'dev';

-- The mail addresses of customers: a regional team sees whose server it is, the executives see all.
CREATE MASKING POLICY mask_email WITH (email VARCHAR(80))
USING ('***' || SUBSTRING(email, STRPOS(email, '@')));

ATTACH MASKING POLICY mask_email ON crm.customers (email) TO ROLE "AWSIDC:apac-sales";
