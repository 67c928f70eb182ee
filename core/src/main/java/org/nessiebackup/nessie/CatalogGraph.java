package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether all that the references of a catalog lead to is there, and is what it was.
 *
 * <p>All rows are read once, by several threads, and leave numbers behind: about 100 bytes of each.
 * Only if an index of keys has been spread over several rows, or something is damaged, some or all
 * commits and indexes are read again.
 */
public final class CatalogGraph {
  private final GraphSource source;
  private final Map<String, RepositoryGraph> repositories = new ConcurrentHashMap<>();

  private CatalogGraph(GraphSource source) {
    this.source = source;
  }

  /** Checks the whole catalog; damage is in the results, by name of the Nessie repository. */
  public static List<RepositoryResult> check(GraphSource source) {
    CatalogGraph graph = begin(source);
    source.objects(GraphSource.Wanted.ALL, graph::add);
    return graph.results();
  }

  /** Reads the references; all objects are {@linkplain #add added} then. */
  public static CatalogGraph begin(GraphSource source) {
    CatalogGraph graph = new CatalogGraph(source);
    source.references(row -> graph.repository(row.repository()).add(row));
    return graph;
  }

  /** One of the objects; may be called from several threads. */
  public void add(ObjectRow row) {
    repository(row.repository()).add(row);
  }

  /** What came of it, when all objects have been added, by name of the Nessie repository. */
  public List<RepositoryResult> results() {
    Map<String, Walked> walked = new LinkedHashMap<>();
    new TreeMap<>(repositories).forEach((name, graph) -> walked.put(name, walk(graph)));
    lookAgain(walked);
    List<RepositoryResult> results = new ArrayList<>();
    walked.values().forEach(repository -> results.add(result(repository)));
    return List.copyOf(results);
  }

  private RepositoryGraph repository(String name) {
    RepositoryGraph graph = repositories.get(name);
    return graph == null ? repositories.computeIfAbsent(name, RepositoryGraph::new) : graph;
  }

  private Walked walk(RepositoryGraph graph) {
    UnconfirmedCommits unconfirmed = new UnconfirmedCommits(graph, source);
    unconfirmed.decide();
    GraphWalk walk = GraphWalk.of(graph);
    return new Walked(graph, walk, new SecondLook(graph, walk), unconfirmed);
  }

  private void lookAgain(Map<String, Walked> walked) {
    if (walked.values().stream().anyMatch(repository -> repository.look().isNeeded())) {
      source.objects(
          (repository, id, type) -> walked.get(repository).look().wants(id, type),
          row -> walked.get(row.repository()).look().look(row));
    }
  }

  private RepositoryResult result(Walked walked) {
    RepositoryGraph graph = walked.graph();
    Findings findings = new Findings(graph.name());
    ReferenceFindings references =
        new ReferenceFindings(graph, walked.walk(), walked.look(), source, findings);
    references.tell();
    ObjectFindings objects = new ObjectFindings(graph, walked.walk(), walked.look(), findings);
    objects.tell();
    List<String> notes = new ArrayList<>(references.notes());
    note(notes, graph.cuts(), "the history was cut off at %,d commits");
    note(notes, walked.unconfirmed().imported(), "%,d commits were imported");
    note(
        notes,
        walked.unconfirmed().unknown(),
        "of %,d commits the id could not be made anew: Nessie does not keep all it was made of");
    note(
        notes,
        graph.incomplete(),
        "%,d commits have no whole index of keys, as an import leaves them");
    note(notes, objects.unneeded(), "%,d objects are gone that only unreachable rows point to");
    return new RepositoryResult(
        graph.name(),
        new ReferenceResults(graph, walked.walk(), walked.look()).all(),
        graph.rows(),
        graph.commits().size(),
        walked.walk().unreachable(),
        graph.unknown(),
        walked.walk().idCount(),
        findings.told(),
        findings.counts(),
        notes);
  }

  private static void note(List<String> notes, long count, String words) {
    if (count > 0) {
      notes.add(words.formatted(count));
    }
  }

  /** All that is known of one Nessie repository. */
  private record Walked(
      RepositoryGraph graph, GraphWalk walk, SecondLook look, UnconfirmedCommits unconfirmed) {}
}
