-- Sales of a sports gear company that sells in many countries, and who may see which of them.
-- The tables, the data and the policies are this project's own reconstruction of what AWS's post on single
-- sign-on with the Data API describes but does not print.
--
-- The sandbox runs this script, as administrator, in each of its Regions. It is Redshift SQL, so it runs on a
-- warehouse of your own as well, as a superuser: set the context variable first, for example with
--   SET sandbox.region TO 'us-east-1';
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
