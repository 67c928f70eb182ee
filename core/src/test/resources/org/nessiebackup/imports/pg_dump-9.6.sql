--
-- PostgreSQL database dump
--

-- Dumped from database version 9.6.24
-- Dumped by pg_dump version 9.6.24

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET client_min_messages = warning;
SET row_security = off;

SET search_path = nessie, pg_catalog;

ALTER TABLE IF EXISTS ONLY nessie.refs2 DROP CONSTRAINT IF EXISTS refs2_pkey;
ALTER TABLE IF EXISTS ONLY nessie.objs2 DROP CONSTRAINT IF EXISTS objs2_pkey;
SET search_path = public, pg_catalog;

DROP TABLE IF EXISTS public.notes;
SET search_path = nessie, pg_catalog;

DROP TABLE IF EXISTS nessie.refs2;
DROP TABLE IF EXISTS nessie.objs2;
DROP EXTENSION IF EXISTS plpgsql;
DROP SCHEMA IF EXISTS public;
DROP SCHEMA IF EXISTS nessie;
--
-- Name: nessie; Type: SCHEMA; Schema: -; Owner: nessie
--

CREATE SCHEMA nessie;


ALTER SCHEMA nessie OWNER TO nessie;

--
-- Name: public; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA public;


ALTER SCHEMA public OWNER TO postgres;

--
-- Name: plpgsql; Type: EXTENSION; Schema: -; Owner: 
--

CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;


--
-- Name: EXTENSION plpgsql; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';


SET search_path = nessie, pg_catalog;

SET default_tablespace = '';

SET default_with_oids = false;

--
-- Name: objs2; Type: TABLE; Schema: nessie; Owner: nessie
--

CREATE TABLE objs2 (
    repo character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    obj_id bytea NOT NULL,
    obj_type character varying COLLATE pg_catalog.ucs_basic,
    obj_vers character varying COLLATE pg_catalog.ucs_basic,
    obj_value bytea,
    obj_ref bigint
);


ALTER TABLE objs2 OWNER TO nessie;

--
-- Name: refs2; Type: TABLE; Schema: nessie; Owner: nessie
--

CREATE TABLE refs2 (
    repo character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    ref_name character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    pointer bytea,
    deleted boolean,
    created_at bigint
);


ALTER TABLE refs2 OWNER TO nessie;

SET search_path = public, pg_catalog;

--
-- Name: notes; Type: TABLE; Schema: public; Owner: nessie
--

CREATE TABLE notes (
    note text
);


ALTER TABLE notes OWNER TO nessie;

SET search_path = nessie, pg_catalog;

--
-- Data for Name: objs2; Type: TABLE DATA; Schema: nessie; Owner: nessie
--

COPY objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref) FROM stdin;
	\\x00ff10	c	\N	\\x0a0b5c27	1700000000000000
x\ty	\\x00ff11	v	7	\\x	\N
\.


--
-- Data for Name: refs2; Type: TABLE DATA; Schema: nessie; Owner: nessie
--

COPY refs2 (repo, ref_name, pointer, deleted, created_at) FROM stdin;
	main	\\x00ff10	f	-1
	it's \\ 1\n	\N	t	\N
\.


SET search_path = public, pg_catalog;

--
-- Data for Name: notes; Type: TABLE DATA; Schema: public; Owner: nessie
--

COPY notes (note) FROM stdin;
INSERT INTO nessie.refs2 VALUES ('no', 'statement', NULL, NULL, NULL);
\\.
\.


SET search_path = nessie, pg_catalog;

--
-- Name: objs2 objs2_pkey; Type: CONSTRAINT; Schema: nessie; Owner: nessie
--

ALTER TABLE ONLY objs2
    ADD CONSTRAINT objs2_pkey PRIMARY KEY (repo, obj_id);


--
-- Name: refs2 refs2_pkey; Type: CONSTRAINT; Schema: nessie; Owner: nessie
--

ALTER TABLE ONLY refs2
    ADD CONSTRAINT refs2_pkey PRIMARY KEY (repo, ref_name);


--
-- Name: nessie; Type: ACL; Schema: -; Owner: nessie
--

GRANT USAGE ON SCHEMA nessie TO reader;


--
-- PostgreSQL database dump complete
--

