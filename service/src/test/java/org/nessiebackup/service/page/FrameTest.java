package org.nessiebackup.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;

class FrameTest {
  private static final String HOSTILE = "<img src=x onerror=\"alert('x')\">\u202e\u0007\u0000";

  private final Pages pages = new Pages(List.of(), new Assets(Pages.assets()));

  private static Request by(String name) {
    return new Request(Map.of(), Map.of(), Map.of(), "", new Subject(name, Role.VIEWER));
  }

  private static String text(Response response) {
    return ((Response.Body) response).text();
  }

  @Test
  void whatOthersHaveNamedIsTextInMessagesAndNames() {
    String page =
        text(
            pages.problem(
                by(HOSTILE),
                new Problem(
                    404, Failure.BACKUP_NOT_FOUND, "no " + HOSTILE, Optional.of("or " + HOSTILE))));

    assertThat(page)
        .doesNotContain("<img", "\u202e", "\u0007", "\u0000")
        .contains("no &lt;img src&#x3D;x onerror&#x3D;&quot;alert(&#39;x&#39;)&quot;&gt;\ufffd");
  }

  @Test
  void aPageHasNoScriptAndNoStyleOfItsOwnAndLoadsOnlyItsAssets() {
    String page = text(pages.problem(by("alice"), Problem.of(404, Failure.USAGE, "x")));

    assertThat(page)
        .doesNotContainPattern("<script[^>]*>[^<]|<style|style=| on[a-z]+=|javascript:");
    assertThat(page).doesNotContainPattern("(src|href)=\"(?!/(assets/|\"))[^#]");
  }
}
