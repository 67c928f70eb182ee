package org.nessiebackup.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;

class FrameTest {
  private static final String HOSTILE = "<img src=x onerror=\"alert('x')\">\u202e\u0007\u0000";

  private final Layout layout =
      new Layout(
          new Assets(Pages.assets()),
          catalog -> new Safety("safe", "Safe. " + HOSTILE, Optional.of(HOSTILE)));

  private String problem(String name) {
    Request request = new Request(Map.of(), Map.of(), Map.of(), "", new Subject(name, Role.VIEWER));
    Frame frame = layout.still(request, name, Optional.of(new Frame.Spot(HOSTILE, Section.POINTS)));
    return Pages.TEMPLATES.render(
        "problem", new ProblemPage(frame, "Not done", "no " + name, Optional.of("or " + name)));
  }

  @Test
  void whatOthersHaveNamedIsTextInMessagesAndNames() {
    assertThat(problem(HOSTILE))
        .doesNotContain("<img", "\u202e", "\u0007", "\u0000")
        .contains("no &lt;img src&#x3D;x onerror&#x3D;&quot;alert(&#39;x&#39;)&quot;&gt;\ufffd");
  }

  @Test
  void aPageHasNoScriptAndNoStyleOfItsOwnAndLoadsOnlyItsAssets() {
    String page = problem("alice");

    assertThat(page)
        .doesNotContainPattern("<script[^>]*>[^<]|<style|style=| on[a-z]+=|javascript:")
        .doesNotContainPattern("(src|href)=\"(?!/(assets/|catalogs/|\"))[^#]");
  }
}
