--
-- PostgreSQL database cluster dump
--

SET default_transaction_read_only = off;

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

--
-- Roles
--

CREATE ROLE nessie;
ALTER ROLE nessie WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS;

\connect template1

--
-- PostgreSQL database dump
--

-- Dumped from database version 15.4
-- Dumped by pg_dump version 15.4

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

--
-- PostgreSQL database dump complete
--

--
-- Database "catalog" dump
--

--
-- PostgreSQL database dump
--

-- Dumped from database version 15.4
-- Dumped by pg_dump version 15.4

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = off;
SET escape_string_warning = off;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;

CREATE DATABASE catalog WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8';


ALTER DATABASE catalog OWNER TO nessie;

\connect catalog

SET client_encoding = 'UTF8';
SET standard_conforming_strings = off;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.notes (
    note text
);

CREATE TABLE public.objs2 (
    repo character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    obj_id bytea NOT NULL,
    obj_type character varying COLLATE pg_catalog.ucs_basic,
    obj_vers character varying COLLATE pg_catalog.ucs_basic,
    obj_value bytea,
    obj_ref bigint
);


ALTER TABLE public.objs2 OWNER TO nessie;

CREATE TABLE public.refs2 (
    repo character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    ref_name character varying NOT NULL COLLATE pg_catalog.ucs_basic,
    pointer bytea,
    deleted boolean,
    created_at bigint
);


INSERT INTO public.notes VALUES ('it''s \'; INSERT INTO public.refs2');


INSERT INTO public.objs2 VALUES ('', '\\x00ff10', 'c', NULL, '\\x0a0b5c27', 1700000000000000);
INSERT INTO public.objs2 VALUES ('x	y', '\\x00ff11', 'v', '7', '\\x', NULL);


INSERT INTO public.refs2 VALUES ('', 'main', '\\x00ff10', false, -1);
INSERT INTO public.refs2 VALUES ('', 'it''s \\ 1
', NULL, true, NULL);


ALTER TABLE ONLY public.objs2
    ADD CONSTRAINT objs2_pkey PRIMARY KEY (repo, obj_id);

ALTER TABLE ONLY public.refs2
    ADD CONSTRAINT refs2_pkey PRIMARY KEY (repo, ref_name);

--
-- PostgreSQL database dump complete
--

--
-- PostgreSQL database cluster dump complete
--

