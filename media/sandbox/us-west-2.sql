-- What only the warehouse in us-west-2 has. The sandbox runs this after warehouse.sql.

CREATE TABLE campaigns (
  campaign_id INTEGER NOT NULL,
  title VARCHAR(60) NOT NULL,
  region VARCHAR(4) NOT NULL,
  budget DECIMAL(12, 2) NOT NULL,
  begins_on DATE,
  PRIMARY KEY (campaign_id)
)
DISTSTYLE ALL
SORTKEY (begins_on);

INSERT INTO campaigns VALUES
  (1, 'First snow', 'AMER', 42000.00, '2026-11-02'),
  (2, 'Spring on the road', 'EMEA', 38000.00, '2026-03-09'),
  (3, 'Summer in the south', 'APAC', 29500.00, '2026-11-23');

COMMENT ON TABLE campaigns IS 'Advertising, by sales region';

GRANT SELECT ON campaigns TO ROLE "AWSIDC:exec-global";
GRANT SELECT ON campaigns TO ROLE "AWSIDC:apac-sales";
