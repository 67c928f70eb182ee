package org.nessiebackup.service.page.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.service.page.Href;
import org.nessiebackup.service.page.Link;
import org.nessiebackup.service.page.Moment;
import org.nessiebackup.service.page.recovery.RecoveryPage.Answer;
import org.nessiebackup.service.page.recovery.RecoveryPage.Blind;
import org.nessiebackup.service.page.recovery.RecoveryPage.Found;
import org.nessiebackup.service.page.recovery.RecoveryPage.Which;
import org.nessiebackup.service.recovery.CatalogView;
import org.nessiebackup.service.recovery.Diagnosis;
import org.nessiebackup.service.recovery.Diagnosis.Choice;
import org.nessiebackup.service.recovery.Plan;
import org.nessiebackup.service.recovery.Question;
import org.nessiebackup.service.recovery.Recovery;
import org.nessiebackup.service.recovery.Way;

/** From what somebody says is broken to what is shown to him. */
record Answers(Recovery recovery) {
  private static final int MOST_MEANT = 40;

  /**
   * The answer to a question.
   *
   * @param view what is there, and what has changed lately
   */
  Answer of(Asked asked, Question question, CatalogView view) {
    if (question.isEmpty()) {
      return LatelyText.of(view, asked::href, recovery.now());
    }
    if (question.what().isPresent() && view.found()) {
      return table(asked, question, view);
    }
    return question.what().isPresent() || question.reference().isPresent()
        ? found(asked, recovery.branch(question, view))
        : since(asked, question);
  }

  private Answer table(Asked asked, Question question, CatalogView view) {
    String typed = question.what().orElseThrow();
    List<String> meant = view.meantBy(typed);
    if (meant.size() > 1) {
      return new Which(
          typed,
          meant.stream()
              .limit(MOST_MEANT)
              .map(key -> new Link(key, asked.href("what", key), false))
              .toList());
    }
    String key = meant.isEmpty() ? typed : meant.getFirst();
    return found(asked, recovery.table(question, view, key));
  }

  private Answer found(Asked asked, Diagnosis diagnosis) {
    String catalog = asked.catalog();
    DiagnosisText text =
        DiagnosisText.of(
            diagnosis, Href.catalog(catalog), recovery.now(), commit -> asked.href("to", commit));
    Way way =
        asked
            .field("way")
            .flatMap(Way::of)
            .filter(diagnosis.ways()::contains)
            .orElse(diagnosis.ways().getFirst());
    if (diagnosis.choice().isEmpty() || !wanted(diagnosis, way, asked)) {
      return new Found(text, Optional.empty());
    }
    Plan plan =
        recovery.plan(catalog, diagnosis, way, asked.field("to").filter(each -> way == Way.BRANCH));
    List<Link> others =
        plan.others().stream()
            .map(each -> new Link(words(each, diagnosis), asked.href("way", each.label()), false))
            .toList();
    return new Found(text, Optional.of(PlanText.of(plan, others)));
  }

  /** A branch that is there is not moved before somebody has said to where. */
  private static boolean wanted(Diagnosis diagnosis, Way way, Asked asked) {
    return diagnosis.key().isPresent()
        || !diagnosis.target().found()
        || way != Way.BRANCH
        || asked.field("to").isPresent()
        || asked.field("since").isPresent();
  }

  private static String words(Way way, Diagnosis diagnosis) {
    return switch (way) {
      case TABLE -> "Bring only %s back".formatted(diagnosis.key().orElse(""));
      case REPLACE -> "Replace what came in its place";
      case BRANCH -> "Bring the whole branch %s back".formatted(diagnosis.reference());
      case CATALOG -> "Bring the whole catalog back";
    };
  }

  private Answer since(Asked asked, Question question) {
    Instant moment = question.since().orElseThrow();
    Choice choice =
        recovery
            .before(question.catalog(), moment)
            .orElseThrow(
                () ->
                    Failure.BACKUP_NOT_FOUND.exception(
                        "no recovery point is as old as that", "Name a later moment."));
    return LatelyText.of(
        recovery.difference(question.catalog(), choice.backup()),
        asked::href,
        new Moment(choice.at(), recovery.now()));
  }

  /** The commands that answer where an identity is. */
  Blind blind(Question question) {
    String catalog = question.catalog();
    String point =
        recovery
            .before(catalog, question.since().orElse(Instant.MAX))
            .map(Choice::backup)
            .orElse("latest");
    String branch = question.reference().orElse("main");
    List<String> commands = new ArrayList<>();
    if (question.what().isPresent()) {
      String key = Question.argument(question.what().get());
      commands.add(recovery.typed(catalog, "find-change", key, "--ref", branch));
      commands.add(recovery.typed(catalog, "restore-table", point, branch, key, "--dry-run"));
    } else {
      commands.add(recovery.typed(catalog, "diff", point, "live"));
      commands.add(recovery.typed(catalog, "restore-ref", point, branch, "--dry-run"));
    }
    commands.add(recovery.typed(catalog, "restore", point, "--dry-run"));
    return new Blind(commands);
  }
}
