package org.nessiebackup.service.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.security.Role;

/** What is in recovery points: the commands that look into them. */
record ContentEndpoints(Fleet fleet, Lookup lookup) {
  private static final int MOST = 1_000;
  private static final int COMMITS = 20;
  private static final int LISTED = 100;

  List<Endpoint> endpoints() {
    return List.of(
        looking("/tips", "list", this::tips, "limit", "since"),
        looking("/journal", "list", this::journal, "limit", "since"),
        looking("/points/{point}", "show", this::point),
        looking("/points/{point}/refs", "refs", this::point),
        looking("/points/{point}/log", "log", this::log, "ref", "limit", "since"),
        looking("/points/{point}/ls", "ls", this::keys, "ref", "prefix"),
        looking("/points/{point}/cat", "cat", this::content, "ref", "key"),
        looking("/points/{point}/diff", "diff", this::difference, "with"),
        looking("/find-change", "find-change", this::change, "key", "ref"));
  }

  private Endpoint looking(
      String below, String command, BiConsumer<Query, List<String>> words, String... parameters) {
    return Endpoint.of(
        Method.GET,
        Api.CATALOG + below,
        Role.VIEWER,
        request -> answer(request, command, words, parameters));
  }

  private Response answer(
      Request request,
      String command,
      BiConsumer<Query, List<String>> words,
      String... parameters) {
    List<String> line = new ArrayList<>(List.of(command));
    words.accept(new Query(request, parameters), line);
    return Response.json(200, lookup.summary(Api.catalog(request, fleet), line));
  }

  private void point(Query query, List<String> line) {
    line.add(query.part("point", Form.POINT));
  }

  private void tips(Query query, List<String> line) {
    line.add("--tips");
    newest(query, line);
  }

  private void journal(Query query, List<String> line) {
    line.add("--journal");
    newest(query, line);
  }

  private static void newest(Query query, List<String> line) {
    line.add("--limit=" + query.number("limit", 1, MOST, LISTED));
    query.text("since", Form.MOMENT).ifPresent(moment -> line.add("--since=" + moment));
  }

  private void log(Query query, List<String> line) {
    line.add("--limit=" + query.number("limit", 1, MOST, COMMITS));
    query.text("since", Form.MOMENT).ifPresent(moment -> line.add("--since=" + moment));
    reference(query, line);
  }

  private void reference(Query query, List<String> line) {
    point(query, line);
    line.add(query.required("ref", Form.REFERENCE));
  }

  private void keys(Query query, List<String> line) {
    reference(query, line);
    query.text("prefix", Form.KEY).ifPresent(line::add);
  }

  private void content(Query query, List<String> line) {
    reference(query, line);
    line.add(query.required("key", Form.KEY));
  }

  private void difference(Query query, List<String> line) {
    point(query, line);
    line.add(query.required("with", Form.POINT));
  }

  private void change(Query query, List<String> line) {
    query.text("ref", Form.REFERENCE).ifPresent(name -> line.add("--ref=" + name));
    line.add(query.required("key", Form.KEY));
  }
}
