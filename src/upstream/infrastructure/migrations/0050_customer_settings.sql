-- A customer's settings version by version, and personal data found in cells of uploads.

CREATE TABLE customer_settings (
  customer_id     uuid NOT NULL,
  settings_id     uuid NOT NULL,
  from_position   bigint NOT NULL,
  to_position     bigint NOT NULL,
  version         integer NOT NULL,
  personal_data   text COLLATE "C" NOT NULL CHECK (personal_data IN ('mask', 'quarantine', 'refuse')),
  -- Sealed: only the application can read them.
  sensitive_words jsonb NOT NULL,
  changed_at      timestamptz NOT NULL,
  changed_by      text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, settings_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX customer_settings_open ON customer_settings (customer_id, settings_id)
  WHERE to_position = 9223372036854775807;

-- Counts and places, never what a cell said. One row per chunk, column and kind.
CREATE TABLE upload_personal_cells (
  customer_id uuid NOT NULL,
  upload_id   uuid NOT NULL,
  position    bigint NOT NULL,
  column_name text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  cells       bigint NOT NULL CHECK (cells > 0),
  lines       jsonb NOT NULL,
  PRIMARY KEY (customer_id, upload_id, position, column_name, kind)
);

CALL keep_customers_apart('customer_settings');
CALL keep_customers_apart('upload_personal_cells');
GRANT SELECT ON customer_settings, upload_personal_cells TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_settings, upload_personal_cells TO upstream_projector;
