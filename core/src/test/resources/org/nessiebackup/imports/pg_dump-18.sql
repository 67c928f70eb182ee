--
-- PostgreSQL database dump
--

\restrict 8J3kq0Zb1cVfXyTn5wLrGmHsD2aPeUo7

-- Dumped from database version 18.1
-- Dumped by pg_dump version 18.1

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

ALTER TABLE IF EXISTS ONLY nessie.refs2 DROP CONSTRAINT IF EXISTS refs2_pkey;
ALTER TABLE IF EXISTS ONLY nessie.objs2 DROP CONSTRAINT IF EXISTS objs2_pkey;
DROP TABLE IF EXISTS nessie.refs2;
DROP TABLE IF EXISTS nessie.objs2;
DROP TABLE IF EXISTS nessie.notes;
DROP FUNCTION IF EXISTS nessie.answer();
DROP SCHEMA IF EXISTS nessie;
--
-- Name: nessie; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA nessie;


--
-- Name: answer(); Type: FUNCTION; Schema: nessie; Owner: -
--

CREATE FUNCTION nessie.answer() RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT CASE WHEN true THEN 1 ELSE 2 END;
 SELECT 42;
END;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: notes; Type: TABLE; Schema: nessie; Owner: -
--

CREATE TABLE nessie.notes (
    note text CONSTRAINT note_given NOT NULL
);


--
-- Name: objs2; Type: TABLE; Schema: nessie; Owner: -
--

CREATE TABLE nessie.objs2 (
    repo character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    obj_id bytea NOT NULL,
    obj_type character varying COLLATE pg_catalog.ucs_basic,
    obj_vers character varying COLLATE pg_catalog.ucs_basic,
    obj_value bytea,
    obj_ref bigint
);


--
-- Name: refs2; Type: TABLE; Schema: nessie; Owner: -
--

CREATE TABLE nessie.refs2 (
    repo character varying COLLATE pg_catalog.ucs_basic CONSTRAINT repo_given NOT NULL,
    ref_name character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    pointer bytea,
    deleted boolean,
    created_at bigint
);


--
-- Data for Name: notes; Type: TABLE DATA; Schema: nessie; Owner: -
--

COPY nessie.notes (note) FROM stdin;
\.


--
-- Data for Name: objs2; Type: TABLE DATA; Schema: nessie; Owner: -
--

COPY nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref) FROM stdin;
	\\x00ff10	c	\N	\\x0a0b5c27	1700000000000000
x\ty	\\x00ff11	v	7	\\x	\N
\.


--
-- Data for Name: refs2; Type: TABLE DATA; Schema: nessie; Owner: -
--

COPY nessie.refs2 (repo, ref_name, pointer, deleted, created_at) FROM stdin;
	main	\\x00ff10	f	-1
	it's \\ 1\n	\N	t	\N
\.


--
-- Statistics for Name: refs2; Type: STATISTICS DATA; Schema: nessie; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '180001'::integer,
	'schemaname', 'nessie',
	'relname', 'refs2',
	'relpages', '1'::integer,
	'reltuples', '2'::real,
	'relallvisible', '0'::integer,
	'relallfrozen', '0'::integer
);


--
-- Name: objs2 objs2_pkey; Type: CONSTRAINT; Schema: nessie; Owner: -
--

ALTER TABLE ONLY nessie.objs2
    ADD CONSTRAINT objs2_pkey PRIMARY KEY (repo, obj_id);


--
-- Name: refs2 refs2_pkey; Type: CONSTRAINT; Schema: nessie; Owner: -
--

ALTER TABLE ONLY nessie.refs2
    ADD CONSTRAINT refs2_pkey PRIMARY KEY (repo, ref_name);


--
-- PostgreSQL database dump complete
--

\unrestrict 8J3kq0Zb1cVfXyTn5wLrGmHsD2aPeUo7

