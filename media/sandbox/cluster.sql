-- The provisioned cluster of the sandbox, finance-cluster in us-west-2: what was earned, and who may see which of it.
-- The sandbox runs this script as administrator. It is Redshift SQL, and this project's own invention.

CREATE ROLE "AWSIDC:exec-global";
CREATE ROLE "AWSIDC:amer-sales";
CREATE ROLE "AWSIDC:emea-sales";
CREATE ROLE "AWSIDC:apac-sales";
CREATE ROLE "AWSIDC:awssso-sales";

CREATE SCHEMA ledger;
COMMENT ON SCHEMA ledger IS 'Bookings of the sales regions';

CREATE TABLE ledger.bookings (
  booking_id INTEGER NOT NULL ENCODE az64,
  region VARCHAR(4) NOT NULL ENCODE bytedict,
  account VARCHAR(20) NOT NULL,
  booked_on DATE NOT NULL,
  amount DECIMAL(14, 2) NOT NULL,
  PRIMARY KEY (booking_id)
)
DISTKEY (booking_id)
SORTKEY (booked_on);

INSERT INTO ledger.bookings VALUES
  (1, 'AMER', 'Revenue', '2026-01-31', 84210.00), (2, 'AMER', 'Freight', '2026-01-31', -3120.40),
  (3, 'EMEA', 'Revenue', '2026-01-31', 121480.25), (4, 'EMEA', 'Freight', '2026-01-31', -5210.00),
  (5, 'APAC', 'Revenue', '2026-01-31', 99870.60), (6, 'APAC', 'Freight', '2026-01-31', -4488.15),
  (7, 'AMER', 'Revenue', '2026-02-28', 80115.90), (8, 'EMEA', 'Revenue', '2026-02-28', 118004.00),
  (9, 'APAC', 'Revenue', '2026-02-28', 102345.05);

COMMENT ON TABLE ledger.bookings IS 'Monthly bookings; row-level security goes by region';

CREATE TABLE ledger.accounts (
  account VARCHAR(20) NOT NULL,
  description VARCHAR(80),
  PRIMARY KEY (account)
)
DISTSTYLE ALL;

INSERT INTO ledger.accounts VALUES ('Revenue', 'Invoiced sales'), ('Freight', 'Paid to carriers');

GRANT USAGE ON SCHEMA ledger TO ROLE "AWSIDC:exec-global";
GRANT USAGE ON SCHEMA ledger TO ROLE "AWSIDC:amer-sales";
GRANT USAGE ON SCHEMA ledger TO ROLE "AWSIDC:emea-sales";
GRANT USAGE ON SCHEMA ledger TO ROLE "AWSIDC:apac-sales";
GRANT SELECT ON ledger.bookings TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON ledger.bookings TO ROLE "AWSIDC:amer-sales";
GRANT SELECT ON ledger.bookings TO ROLE "AWSIDC:emea-sales";
GRANT SELECT ON ledger.bookings TO ROLE "AWSIDC:apac-sales";
GRANT SELECT ON ledger.accounts TO ROLE "AWSIDC:exec-global";

CREATE RLS POLICY all_bookings USING (TRUE);
CREATE RLS POLICY amer_bookings WITH (region VARCHAR(4)) USING (region = 'AMER');
CREATE RLS POLICY emea_bookings WITH (region VARCHAR(4)) USING (region = 'EMEA');
CREATE RLS POLICY apac_bookings WITH (region VARCHAR(4)) USING (region = 'APAC');

ATTACH RLS POLICY all_bookings ON ledger.bookings TO ROLE "AWSIDC:exec-global";
ATTACH RLS POLICY amer_bookings ON ledger.bookings TO ROLE "AWSIDC:amer-sales";
ATTACH RLS POLICY emea_bookings ON ledger.bookings TO ROLE "AWSIDC:emea-sales";
ATTACH RLS POLICY apac_bookings ON ledger.bookings TO ROLE "AWSIDC:apac-sales";

ALTER TABLE ledger.bookings ROW LEVEL SECURITY ON;
