CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '00000000000001_ThrottleTable') THEN
    CREATE UNLOGGED TABLE throttle_counters (
        key bytea PRIMARY KEY,
        count integer NOT NULL,
        window_ends timestamptz NOT NULL
    ) WITH (fillfactor = 70);
    CREATE INDEX ix_throttle_counters_window_ends ON throttle_counters (window_ends);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '00000000000001_ThrottleTable') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('00000000000001_ThrottleTable', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE audit_events (
        id uuid NOT NULL,
        at timestamp with time zone NOT NULL,
        type character varying(64) NOT NULL,
        actor_id uuid,
        subject_id uuid,
        client_id character varying(200),
        address character varying(64),
        detail character varying(500),
        CONSTRAINT pk_audit_events PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE authorizations (
        id uuid NOT NULL,
        subject character varying(255) NOT NULL,
        client_id character varying(128) NOT NULL,
        session_id uuid NOT NULL,
        security_version integer NOT NULL,
        scopes text[] NOT NULL,
        auth_time timestamp with time zone NOT NULL,
        acr character varying(64) NOT NULL,
        amr text[] NOT NULL,
        nonce text,
        claims_request text,
        created_at timestamp with time zone NOT NULL,
        code_hash bytea NOT NULL,
        code_expires_at timestamp with time zone NOT NULL,
        code_redeemed_at timestamp with time zone,
        redirect_uri character varying(2000) NOT NULL,
        code_challenge character varying(43),
        refresh_family_hash bytea,
        refresh_hash bytea,
        refresh_previous_hash bytea,
        refresh_salt bytea,
        refresh_rotated_at timestamp with time zone,
        refresh_expires_at timestamp with time zone,
        revoked_at timestamp with time zone,
        CONSTRAINT pk_authorizations PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE challenges (
        id uuid NOT NULL,
        owner character varying(64) NOT NULL,
        method character varying(32) NOT NULL,
        purpose character varying(16) NOT NULL,
        user_id uuid NOT NULL,
        security_version integer NOT NULL,
        sealed_state bytea NOT NULL,
        tries integer NOT NULL,
        created_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_challenges PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE clients (
        client_id character varying(128) NOT NULL,
        secret_hash bytea,
        name character varying(200) NOT NULL,
        redirect_uris text[] NOT NULL,
        post_logout_redirect_uris text[] NOT NULL,
        application_type character varying(16) NOT NULL,
        token_endpoint_auth_method character varying(64) NOT NULL,
        grant_types text[] NOT NULL,
        scopes text[] NOT NULL,
        require_pkce boolean NOT NULL,
        consent_required boolean NOT NULL,
        id_token_signed_response_alg character varying(16) NOT NULL,
        demand character varying(64),
        client_uri character varying(2000),
        logo_uri character varying(2000),
        contacts text[] NOT NULL,
        disabled boolean NOT NULL,
        created_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_clients PRIMARY KEY (client_id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE consents (
        subject character varying(255) NOT NULL,
        client_id character varying(128) NOT NULL,
        scopes text[] NOT NULL,
        request_id uuid NOT NULL,
        given_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_consents PRIMARY KEY (subject, client_id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE data_protection_keys (
        id uuid NOT NULL,
        sealed_xml bytea NOT NULL,
        created_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_data_protection_keys PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE master_key_marks (
        key_id character varying(16) NOT NULL,
        created_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_master_key_marks PRIMARY KEY (key_id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE revoked_tokens (
        jti character varying(128) NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_revoked_tokens PRIMARY KEY (jti)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE signing_keys (
        kid character varying(128) NOT NULL,
        algorithm character varying(16) NOT NULL,
        generation integer NOT NULL,
        state character varying(16) NOT NULL,
        sealed_key bytea NOT NULL,
        created_at timestamp with time zone NOT NULL,
        retired_at timestamp with time zone,
        CONSTRAINT pk_signing_keys PRIMARY KEY (kid)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE users (
        id uuid NOT NULL,
        username character varying(254) NOT NULL,
        canonical_username character varying(254) NOT NULL,
        email character varying(254),
        canonical_email character varying(254),
        email_verified boolean NOT NULL,
        display_name character varying(200) NOT NULL,
        locale character varying(35) NOT NULL,
        roles character varying(100)[] NOT NULL,
        type character varying(32) NOT NULL,
        disabled boolean NOT NULL,
        security_version integer NOT NULL,
        created_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_users PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE authenticators (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        method character varying(32) NOT NULL,
        label character varying(100) NOT NULL,
        enrolled_by character varying(16) NOT NULL,
        sealed_state bytea NOT NULL,
        external_id character varying(1400),
        hint character varying(200),
        serial character varying(100),
        created_at timestamp with time zone NOT NULL,
        last_used_at timestamp with time zone,
        failures integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT pk_authenticators PRIMARY KEY (id),
        CONSTRAINT fk_authenticators_users_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE runs (
        id uuid NOT NULL,
        request_id uuid NOT NULL,
        browser_hash bytea NOT NULL,
        user_id uuid NOT NULL,
        security_version integer NOT NULL,
        state character varying(65536) NOT NULL,
        revision integer NOT NULL,
        created_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        completed_at timestamp with time zone,
        session_id uuid,
        CONSTRAINT pk_runs PRIMARY KEY (id),
        CONSTRAINT fk_runs_users_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE TABLE sessions (
        id uuid NOT NULL,
        secret_hash bytea NOT NULL,
        user_id uuid NOT NULL,
        security_version integer NOT NULL,
        proofs text NOT NULL,
        created_at timestamp with time zone NOT NULL,
        last_seen_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        ended_at timestamp with time zone,
        user_agent character varying(200),
        address character varying(64),
        CONSTRAINT pk_sessions PRIMARY KEY (id),
        CONSTRAINT fk_sessions_users_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_audit_events_at_id ON audit_events (at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_audit_events_subject_id_at ON audit_events (subject_id, at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_audit_events_type_at ON audit_events (type, at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ix_authenticators_external_id ON authenticators (external_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_authenticators_user_id_method ON authenticators (user_id, method);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_authorizations_session_id ON authorizations (session_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_authorizations_subject_client_id ON authorizations (subject, client_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ux_authorizations_code_hash ON authorizations (code_hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ux_authorizations_refresh_family_hash ON authorizations (refresh_family_hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_challenges_expires_at ON challenges (expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ix_challenges_owner_method_purpose ON challenges (owner, method, purpose);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_runs_expires_at ON runs (expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_runs_request_id ON runs (request_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_runs_user_id ON runs (user_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ix_sessions_secret_hash ON sessions (secret_hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE INDEX ix_sessions_user_id_ended_at ON sessions (user_id, ended_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ux_signing_keys_algorithm_generation ON signing_keys (algorithm, generation);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ix_users_canonical_email ON users (canonical_email);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    CREATE UNIQUE INDEX ix_users_canonical_username ON users (canonical_username);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120144529_Initial') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261120144529_Initial', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120164925_ClientMetadata') THEN
    ALTER TABLE clients ADD metadata text NOT NULL DEFAULT '{}';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120164925_ClientMetadata') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261120164925_ClientMetadata', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170255_Registration') THEN
    ALTER TABLE clients ADD registration_token_hash bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170255_Registration') THEN
    CREATE TABLE initial_access_tokens (
        id uuid NOT NULL,
        token_hash bytea NOT NULL,
        note character varying(200) NOT NULL,
        created_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        uses_left integer NOT NULL,
        CONSTRAINT pk_initial_access_tokens PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170255_Registration') THEN
    CREATE UNIQUE INDEX ix_initial_access_tokens_token_hash ON initial_access_tokens (token_hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170255_Registration') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261120170255_Registration', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170704_SearchNames') THEN
    ALTER TABLE users ADD search_name text NOT NULL DEFAULT '';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170704_SearchNames') THEN
    DO $$
    BEGIN
        IF current_setting('server_encoding') = 'UTF8' THEN
            UPDATE users SET search_name = replace(replace(replace(replace(translate(
                lower(regexp_replace(normalize(display_name, NFKD), U&'[\0300-\036F]', '', 'g')),
                U&'\0141\0142\00D8\00F8\0110\0111\00D0\00F0\0127\0131\00C6\0152\00DE', U&'llooddddhi\00E6\0153\00FE'),
                U&'\00DF', 'ss'), U&'\00E6', 'ae'), U&'\0153', 'oe'), U&'\00FE', 'th');
        ELSE
            UPDATE users SET search_name = lower(display_name);
        END IF;
    END $$;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120170704_SearchNames') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261120170704_SearchNames', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    ALTER TABLE clients ADD sealed_secret bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    ALTER TABLE authorizations ADD code_dpop_jkt character varying(43);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    ALTER TABLE authorizations ADD refresh_confirmation character varying(128);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    ALTER TABLE authorizations ADD request_hash bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    CREATE TABLE pushed_requests (
        hash bytea NOT NULL,
        client_id character varying(128) NOT NULL,
        sealed text NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_pushed_requests PRIMARY KEY (hash)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    CREATE TABLE used_values (
        hash bytea NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_used_values PRIMARY KEY (hash)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    CREATE UNIQUE INDEX ux_authorizations_request_hash ON authorizations (request_hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    CREATE INDEX ix_pushed_requests_client_id_expires_at ON pushed_requests (client_id, expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    CREATE INDEX ix_used_values_expires_at ON used_values (expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120174851_PushedRequestsAndSenderConstraints') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261120174851_PushedRequestsAndSenderConstraints', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    ALTER TABLE users ADD told_version integer NOT NULL DEFAULT 0;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    UPDATE users SET told_version = security_version;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    ALTER TABLE sessions ADD told_at timestamp with time zone;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    ALTER TABLE consents ADD resources text[];
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    ALTER TABLE authorizations ADD authorization_details text;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    ALTER TABLE authorizations ADD parent_id uuid;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    ALTER TABLE authorizations ADD resources text[];
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE TABLE cross_device_requests (
        id uuid NOT NULL,
        kind character varying(16) NOT NULL,
        hash bytea NOT NULL,
        user_code_hash bytea,
        client_id character varying(128) NOT NULL,
        subject character varying(255),
        scopes text[] NOT NULL,
        acr_values text[] NOT NULL,
        code_challenge character varying(43),
        binding_message character varying(64),
        sealed_notification bytea,
        notify_at timestamp with time zone,
        notify_attempts integer NOT NULL,
        address character varying(64),
        requested_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        interval integer NOT NULL,
        next_poll_at timestamp with time zone NOT NULL,
        denied_at timestamp with time zone,
        CONSTRAINT pk_cross_device_requests PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE TABLE logout_deliveries (
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        client_id character varying(128) NOT NULL,
        subject character varying(255) NOT NULL,
        created_at timestamp with time zone NOT NULL,
        attempts integer NOT NULL,
        last_attempt_at timestamp with time zone,
        last_answer character varying(200),
        next_attempt_at timestamp with time zone,
        delivered_at timestamp with time zone,
        CONSTRAINT pk_logout_deliveries PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE TABLE opaque_tokens (
        hash bytea NOT NULL,
        client_id character varying(128) NOT NULL,
        claims text NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_opaque_tokens PRIMARY KEY (hash)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE TABLE resources (
        indicator character varying(500) NOT NULL,
        scopes text[] NOT NULL,
        CONSTRAINT pk_resources PRIMARY KEY (indicator)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_users_untold ON users (id) WHERE told_version <> security_version;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_sessions_untold ON sessions (ended_at) WHERE ended_at IS NOT NULL AND told_at IS NULL;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_cross_device_requests_client_id_expires_at ON cross_device_requests (client_id, expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_cross_device_requests_notify_at ON cross_device_requests (notify_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_cross_device_requests_subject_requested_at ON cross_device_requests (subject, requested_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE UNIQUE INDEX ux_cross_device_requests_hash ON cross_device_requests (hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE UNIQUE INDEX ux_cross_device_requests_user_code_hash ON cross_device_requests (user_code_hash);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_logout_deliveries_next_attempt_at ON logout_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_opaque_tokens_client_id ON opaque_tokens (client_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    CREATE INDEX ix_opaque_tokens_expires_at ON opaque_tokens (expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261120211023_Provider') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261120211023_Provider', '10.0.14');
    END IF;
END $EF$;
COMMIT;

