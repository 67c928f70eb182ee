package org.nessiebackup.server;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.CommitMultipleOperationsBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.Branch;
import org.projectnessie.model.Content;
import org.projectnessie.model.Detached;
import org.projectnessie.model.MergeBehavior;
import org.projectnessie.model.Operation;
import org.projectnessie.model.Reference;

/**
 * A running Nessie.
 *
 * <p>All methods throw {@link BackupException}: {@link Failure#TARGET_GUARDED} if somebody else was
 * quicker, and then nothing has happened; {@link Failure#LOGIN} and {@link Failure#PERMISSION} if
 * it does not let us; {@link Failure#NESSIE} for all else, after which a change may have happened
 * if no answer came.
 */
public final class NessieServer implements AutoCloseable {
  private static final int CONNECT_MILLISECONDS = 10_000;

  /** A commit of thousands of keys takes seconds. */
  private static final int ANSWER_MILLISECONDS = 60_000;

  private static final int KEYS_AT_ONCE = 500;

  private final NessieEndpoint endpoint;
  private final NessieApiV2 api;

  private NessieServer(NessieEndpoint endpoint, NessieApiV2 api) {
    this.endpoint = endpoint;
    this.api = api;
  }

  /** Prepares to talk; asks nothing but, where the login needs one, for a token. */
  public static NessieServer open(NessieEndpoint endpoint) {
    NessieClientBuilder builder =
        NessieClientBuilder.createClientBuilder("JavaHttp", null)
            .withUri(endpoint.address())
            .withConnectionTimeout(CONNECT_MILLISECONDS)
            .withReadTimeout(ANSWER_MILLISECONDS)
            // It would report an unreachable server in the log only.
            .withApiCompatibilityCheck(false)
            .withAuthentication(Authentication.of(endpoint));
    endpoint.authorities().map(ServerTrust::of).ifPresent(builder::withSSLContext);
    try {
      return new NessieServer(endpoint, builder.build(NessieApiV2.class));
    } catch (RuntimeException e) {
      throw ServerErrors.translate("log in", endpoint, e);
    }
  }

  /** Where it is. */
  public NessieEndpoint endpoint() {
    return endpoint;
  }

  /** All branches and tags, by name. */
  public SortedMap<String, NessieReference> references() {
    return ask(
        "list the references",
        () -> {
          SortedMap<String, NessieReference> references = new TreeMap<>();
          try (Stream<Reference> all = api.getAllReferences().stream()) {
            all.map(ModelMapper::ours).forEach(each -> references.put(each.name(), each));
          }
          return references;
        });
  }

  /** A branch or tag as it is now, if there is one of that name. */
  public Optional<NessieReference> reference(String name) {
    return find(
        "look for reference \"" + name + "\"",
        () -> ModelMapper.ours(api.getReference().refName(name).get()));
  }

  /** Whether it has a commit, reachable or not. */
  public boolean knows(ObjectId commit) {
    return find(
            "look for commit " + commit,
            () -> api.getCommitLog().reference(Detached.of(commit.hex())).maxRecords(1).get())
        .isPresent();
  }

  /** Makes a branch or tag at a commit. */
  public NessieReference create(NessieReference.Kind kind, String name, ObjectId commit) {
    return ask(
        "create \"" + name + "\"",
        () ->
            ModelMapper.ours(
                api.createReference()
                    .reference(ModelMapper.theirs(kind, name, commit.hex()))
                    .create()));
  }

  /** Points a branch or tag somewhere else, if it is still where it was. */
  public NessieReference assign(NessieReference expected, ObjectId commit) {
    return ask(
        "assign \"" + expected.name() + "\"",
        () ->
            ModelMapper.ours(
                api.assignReference()
                    .reference(ModelMapper.theirs(expected))
                    .assignTo(Detached.of(commit.hex()))
                    .assignAndGet()));
  }

  /** Deletes a branch or tag, if it is still where it was. */
  public void delete(NessieReference expected) {
    ask(
        "delete \"" + expected.name() + "\"",
        () -> api.deleteReference().reference(ModelMapper.theirs(expected)).getAndDelete());
  }

  /** What keys hold at a commit; those that hold nothing are left out. */
  public SortedMap<ContentKey, ServedContent> contents(
      ObjectId commit, Collection<ContentKey> keys) {
    SortedMap<ContentKey, ServedContent> contents = new TreeMap<>();
    if (commit.equals(ObjectId.EMPTY)) {
      return contents;
    }
    for (Collection<ContentKey> some : ModelMapper.portions(keys, KEYS_AT_ONCE)) {
      ask(
              "read contents",
              () ->
                  api.getContent()
                      .reference(Detached.of(commit.hex()))
                      .keys(some.stream().map(ModelMapper::theirs).toList())
                      .get())
          .forEach(
              (key, content) -> contents.put(ModelMapper.ours(key), ModelMapper.ours(content)));
    }
    return contents;
  }

  /**
   * Commits onto a branch. What others commit meanwhile stays, unless it concerns the same keys:
   * then Nessie refuses.
   *
   * @param seen the branch with the head that the change was decided on
   * @return the new head
   */
  public ObjectId commit(NessieReference seen, BranchChange change) {
    CommitMultipleOperationsBuilder commit =
        api.commitMultipleOperations()
            .branch(Branch.of(seen.name(), seen.hash()))
            .commitMeta(ModelMapper.meta(change.message()));
    change.deletes().forEach(key -> commit.operation(Operation.Delete.of(ModelMapper.theirs(key))));
    change
        .puts()
        .forEach(
            (key, json) -> {
              Content content = ModelMapper.content(json);
              commit.operation(Operation.Put.of(ModelMapper.theirs(key), content));
            });
    return ask("commit to \"" + seen.name() + "\"", () -> ObjectId.of(commit.commit().getHash()));
  }

  /**
   * Does once more on a branch what commits did elsewhere; contents keep their ids. All of them
   * appear at once or none does. What others commit meanwhile stays.
   *
   * @param seen the branch with the head that this was decided on
   * @param commits in this order; they may be on no branch
   * @param force true to change the keys whatever they hold; false to be refused if one holds
   *     something else than it did before those commits
   * @return the new head
   */
  public ObjectId transplant(NessieReference seen, List<ObjectId> commits, boolean force) {
    return ask(
        "transplant onto \"" + seen.name() + "\"",
        () ->
            ObjectId.of(
                api.transplantCommitsIntoBranch()
                    .branch(Branch.of(seen.name(), seen.hash()))
                    .fromRefName(Detached.REF_NAME)
                    .hashesToTransplant(commits.stream().map(ObjectId::hex).toList())
                    .defaultMergeMode(force ? MergeBehavior.FORCE : MergeBehavior.NORMAL)
                    .transplant()
                    .getResultantTargetHash()));
  }

  @Override
  public void close() {
    api.close();
  }

  /** A call of the client. */
  @FunctionalInterface
  private interface ClientCall<T> {
    T run() throws BaseNessieClientServerException;
  }

  private <T> Optional<T> find(String what, ClientCall<T> call) {
    return ask(
        what,
        () -> {
          try {
            return Optional.of(call.run());
          } catch (NessieNotFoundException none) {
            return Optional.empty();
          }
        });
  }

  private <T> T ask(String what, ClientCall<T> call) {
    try {
      return call.run();
    } catch (BaseNessieClientServerException e) {
      throw ServerErrors.translate(what, endpoint, e);
    } catch (BackupException e) {
      throw e;
    } catch (RuntimeException e) {
      throw ServerErrors.translate(what, endpoint, e);
    }
  }
}
