package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Request;

/** What makes frames: the files that all pages load, and the first line. */
public final class Layout {
  static final String STYLE = "page.css";
  static final String SCRIPT = "page.js";
  static final String HTMX = "htmx.min.js";
  static final String ICON = "icon.svg";

  private final Assets assets;

  private final Function<Optional<String>, Safety> safety;

  Layout(Assets assets, Function<Optional<String>, Safety> safety) {
    this.assets = assets;
    this.safety = safety;
  }

  /** The files that pages load. */
  static List<Asset> assets() {
    return List.of(
        new Asset(
            STYLE,
            Templates.text(Templates.class, "common.css") + Templates.text(Layout.class, STYLE)),
        Asset.beside(Layout.class, SCRIPT),
        Asset.beside(Layout.class, ICON),
        Asset.ofLibrary("htmx.org", "dist/" + HTMX));
  }

  /** The frame of a page that stays as it is. */
  public Frame still(Request request, String title, Optional<Frame.Spot> spot) {
    return frame(request, title, spot, Optional.empty());
  }

  /** The frame of a page that changes while somebody looks. */
  public Frame live(Request request, String title, Optional<Frame.Spot> spot, Frame.Live self) {
    return frame(request, title, spot, Optional.of(self));
  }

  private Frame frame(
      Request request, String title, Optional<Frame.Spot> spot, Optional<Frame.Live> self) {
    return new Frame(
        title, spot, safety.apply(spot.map(Frame.Spot::catalog)), request, assets, self);
  }
}
