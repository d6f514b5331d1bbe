package dev.plumbline.report.check;

import com.google.gson.JsonObject;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The power of a check: which known mistakes it would have found. */
public final class PowerReport {
    private static final int NAMES = "not found".length();

    private PowerReport() {}

    /** The text below that of a check; empty if the power was not measured. */
    public static String text(Optional<Power> power, Style style) {
        return power.map(measured -> "\n" + CheckReport.text(part(measured), NAMES, style))
                .orElse("");
    }

    /** The power as the last part of a report. */
    public static CheckReport.Part part(Power power) {
        List<CheckReport.Entry> entries = new ArrayList<>();
        entries.add(new CheckReport.Entry(
                "found",
                power.detected().size() + " of the " + power.possible()
                        + " known mistakes that this network can have would have been found in this training"));
        power.unseen().forEach(mistake -> entries.add(new CheckReport.Entry("not found", sentence(mistake))));
        if (power.steps() < power.plannedSteps()) {
            entries.add(new CheckReport.Entry(
                    "examined",
                    "the first " + Numbers.whole(power.steps()) + " of " + Numbers.count(power.plannedSteps(), "step")
                            + " for a mistake that changes nothing"));
        }
        return new CheckReport.Part("Power of this check", entries);
    }

    /** "the learning rate is left out (layers 1 and 2): it changes no number of this training". */
    private static String sentence(Power.Unseen unseen) {
        return unseen.mistake().sentence()
                + (unseen.isOfLoss() ? " (in the value of the loss)" : layers(unseen.layers())) + ": "
                + unseen.reason().sentence();
    }

    private static String layers(List<Integer> layers) {
        String numbers = layers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return layers.isEmpty() ? "" : (layers.size() == 1 ? " (layer " : " (layers ") + numbers + ")";
    }

    /** The JSON object. */
    static JsonObject json(Power power) {
        return Json.object(
                "possible", power.possible(),
                "found", power.detected(),
                "not_found",
                        Json.array(
                                power.unseen(),
                                unseen -> Json.object(
                                        "mistake", unseen.mistake(),
                                        "sentence", unseen.mistake().sentence(),
                                        "layers", unseen.layers(),
                                        "of_loss", unseen.isOfLoss(),
                                        "reason", unseen.reason())),
                "steps", power.steps());
    }
}
