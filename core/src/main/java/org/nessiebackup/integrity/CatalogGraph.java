package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.integrity.DamageTracer.LostKey;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;

/**
 * Whether all that the references of a catalog lead to is there, and is what it was.
 *
 * <p>All rows are read once, by several threads, and leave numbers behind: about 100 bytes of each.
 * Only if an index of keys has been spread over several rows, or something is damaged, some or all
 * commits and indexes are read again.
 */
final class CatalogGraph {
  private final CatalogSource source;
  private final Map<String, RepositoryGraph> repositories = new ConcurrentHashMap<>();

  private CatalogGraph(CatalogSource source) {
    this.source = source;
  }

  /** Checks the whole catalog; damage is in the results, by name of the Nessie repository. */
  static List<RepositoryReport> check(CatalogSource source) {
    CatalogGraph graph = begin(source);
    source.objects(ObjectFilter.ALL, graph::add);
    return graph.results();
  }

  /** Reads the references; all objects are {@linkplain #add added} then. */
  static CatalogGraph begin(CatalogSource source) {
    CatalogGraph graph = new CatalogGraph(source);
    source.references(row -> graph.repository(row.repository()).add(row));
    return graph;
  }

  /** One of the objects; may be called from several threads. */
  void add(ObjectRow row) {
    repository(row.repository()).add(row);
  }

  /** The results, when all objects have been added, by name of the Nessie repository. */
  List<RepositoryReport> results() {
    Map<String, Walked> walked = new LinkedHashMap<>();
    new TreeMap<>(repositories).forEach((name, graph) -> walked.put(name, walk(graph)));
    trace(walked);
    List<RepositoryReport> results = new ArrayList<>();
    walked.values().forEach(repository -> results.add(result(repository)));
    return List.copyOf(results);
  }

  private RepositoryGraph repository(String name) {
    RepositoryGraph graph = repositories.get(name);
    return graph == null ? repositories.computeIfAbsent(name, RepositoryGraph::new) : graph;
  }

  private Walked walk(RepositoryGraph graph) {
    HashMismatches mismatches = new HashMismatches(graph, source);
    mismatches.classify();
    GraphWalk walk = GraphWalk.of(graph);
    return new Walked(graph, walk, new DamageTracer(graph), mismatches);
  }

  private void trace(Map<String, Walked> walked) {
    if (walked.values().stream().anyMatch(repository -> repository.tracer().isNeeded())) {
      source.objects(
          (repository, id, type) -> walked.get(repository).tracer().wants(id, type),
          row -> walked.get(row.repository()).tracer().trace(row));
    }
  }

  private RepositoryReport result(Walked walked) {
    RepositoryGraph graph = walked.graph();
    Findings findings = new Findings(graph.name());
    new ReferenceFindings(graph, walked.tracer(), source, findings).report();
    ObjectFindings objects = new ObjectFindings(graph, walked.tracer(), findings);
    objects.report();
    findings.note(graph.cuts(), "the history was cut off at %,d commits");
    findings.note(walked.mismatches().imported(), "%,d commits were imported");
    findings.note(
        walked.mismatches().unknown(),
        "of %,d commits the hash could not be verified: Nessie does not keep all it was made of");
    findings.note(
        graph.incomplete(), "%,d commits have no whole index of keys, as an import leaves them");
    findings.note(objects.unneeded(), "%,d objects are gone that only unreachable rows point to");
    return new RepositoryReport(
        graph.name(),
        walked.references(),
        new RepositoryReport.Rows(
            graph.rows(),
            graph.commits().size(),
            walked.walk().unreachable(),
            graph.unknown(),
            walked.walk().idCount()),
        findings.reported(),
        findings.counts(),
        findings.notes());
  }

  /** All that is known of one Nessie repository. */
  private record Walked(
      RepositoryGraph graph, GraphWalk walk, DamageTracer tracer, HashMismatches mismatches) {

    /** What each reference leads to, by name. */
    List<ReferenceReport> references() {
      return graph.references().stream()
          .map(this::result)
          .sorted(Comparator.comparing(ReferenceReport::name))
          .toList();
    }

    private ReferenceReport result(ReferenceRow reference) {
      boolean empty = reference.pointer().equals(ObjectId.EMPTY);
      int head = empty ? CommitGraph.NONE : graph.ids().intern(reference.pointer(), Role.NONE);
      return new ReferenceReport(
          reference.name(),
          reference.pointer(),
          reference.deleted(),
          walk.depth(head),
          empty ? Optional.of(0L) : tables(reference, head),
          ReferenceReport.Lost.of(lost(reference, head)),
          walk.brokenAt(head));
    }

    private Optional<Long> tables(ReferenceRow reference, int head) {
      KeyFingerprints embedded = graph.head(head);
      List<KeyFingerprints> parts = new ArrayList<>();
      for (int segment : tracer.segments(reference).toArray()) {
        KeyFingerprints part = tracer.digests(segment);
        if (part == null) {
          return Optional.empty();
        }
        parts.add(part);
      }
      return Optional.ofNullable(embedded).map(index -> index.tablesOver(parts));
    }

    private SortedSet<ContentKey> lost(ReferenceRow reference, int head) {
      SortedSet<ContentKey> lost = new TreeSet<>();
      KeyFingerprints embedded = graph.head(head);
      if (embedded == null) {
        return lost;
      }
      tracer.lostIn(head).forEach(key -> lost.add(key.key()));
      for (int segment : tracer.segments(reference).toArray()) {
        for (LostKey key : tracer.lostIn(segment)) {
          if (!embedded.covers(key.digest())) {
            lost.add(key.key());
          }
        }
      }
      return lost;
    }
  }
}
