-- What only the warehouse in us-east-1 has. The sandbox runs this after warehouse.sql.

CREATE TABLE stores (
  store_id INTEGER NOT NULL,
  city VARCHAR(40) NOT NULL,
  country VARCHAR(40) NOT NULL,
  opened_on DATE,
  PRIMARY KEY (store_id)
)
DISTSTYLE ALL;

INSERT INTO stores VALUES
  (1, 'Denver', 'United States', '2018-04-21'),
  (2, 'Vancouver', 'Canada', '2019-09-02'),
  (3, 'Munich', 'Germany', '2021-05-15'),
  (4, 'Osaka', 'Japan', '2023-03-18');

COMMENT ON TABLE stores IS 'Shops of our own';

GRANT SELECT ON stores TO PUBLIC;
