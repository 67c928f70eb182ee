package org.nessiebackup.report;

import java.util.List;
import org.nessiebackup.properties.ViewMove;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.SwapPlan;

/**
 * A view of others that reads tables which make room.
 *
 * @param view the view
 * @param policy what is to be done with such views
 */
record ViewMoveJson(ViewMove view, ViewPolicy policy) {
  static final Shape<ViewMoveJson> VIEW =
      Shape.of(ViewMoveJson.class)
          .text("name", each -> each.view.name())
          .flag("materialized", each -> each.view.materialized())
          .flag("moves", each -> each.policy != ViewPolicy.LEAVE && each.view.movable())
          .textIf("hindrance", each -> each.view.hindrance());

  static List<ViewMoveJson> of(SwapPlan plan) {
    return plan.builtOn().views().stream()
        .map(view -> new ViewMoveJson(view, plan.viewPolicy()))
        .toList();
  }
}
