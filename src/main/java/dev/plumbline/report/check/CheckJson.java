package dev.plumbline.report.check;

import com.google.gson.JsonObject;
import dev.plumbline.compare.Bifurcation;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.Optional;

/** A check as a JSON document; {@code src/docs/json.md} describes its keys. */
public final class CheckJson {
    private CheckJson() {}

    /** The document. */
    public static JsonObject of(Experiment experiment, CheckResult result, Optional<Power> power) {
        return of(experiment, result, power, Integer.MAX_VALUE);
    }

    /** The document with the outputs of at most this many examples. */
    public static JsonObject of(Experiment experiment, CheckResult result, Optional<Power> power, int examples) {
        return Json.object(
                "ok", result.agrees(),
                "verdict", result.verdict(),
                "power", power.map(PowerReport::json),
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()),
                "engine", result.engine(),
                "plumbline_classes", OwnClasses.json(Dl4jReplacement.usedBy(experiment.spec())),
                "steps", result.plannedSteps(),
                "steps_to_compare", result.stepsToCompare(),
                "taken_steps", result.takenSteps(),
                "replays_skipped", result.replaysSkipped(),
                "report",
                        Json.array(
                                result.lines(),
                                line -> Json.object(
                                        "epoch", line.epoch(),
                                        "engine", NetworkJson.metrics(experiment, line.engine()),
                                        "reference", NetworkJson.metrics(experiment, line.reference()))),
                "outputs",
                        Json.object(
                                "classes", NetworkJson.classes(experiment.spec()),
                                "targets", Json.rows(experiment.targetsInUnit(), examples),
                                "before_last_epoch", both(result.lastEpoch(), result.referenceLastEpoch(), examples),
                                "after_training",
                                        both(
                                                Optional.of(result.afterTraining()),
                                                Optional.of(result.referenceAfterTraining()),
                                                examples)),
                "local", lane(result.local()),
                "free_running", lane(result.freeRunning()),
                "first_difference", result.firstDifference().map(CheckJson::difference),
                "coverage", CoverageText.json(result.coverage()),
                "seconds", result.seconds());
    }

    private static JsonObject both(Optional<Evaluation> engine, Optional<Evaluation> reference, int examples) {
        return Json.object(
                "engine", engine.map(evaluation -> Json.rows(evaluation.outputs(), examples)),
                "reference", reference.map(evaluation -> Json.rows(evaluation.outputs(), examples)));
    }

    static JsonObject lane(LaneResult lane) {
        return Json.object(
                "agrees", lane.agrees(),
                "steps", lane.steps(),
                "tensors", lane.tensors(),
                "steps_by_element", lane.stepsByElement(),
                "differences", lane.differences(),
                "largest", lane.largest().map(CheckJson::difference),
                "first_difference", lane.firstDifference().map(CheckJson::difference),
                "systematic",
                        Json.array(
                                lane.systematic(),
                                error -> Json.object(
                                        "layer", error.layer(),
                                        "quantity", error.quantity(),
                                        "factor", error.factor(),
                                        "allowed", error.allowed(),
                                        "steps", error.steps())),
                "bifurcations", lane.bifurcations(),
                "first_bifurcation", lane.firstBifurcation().map(CheckJson::bifurcation));
    }

    private static JsonObject bifurcation(Bifurcation bifurcation) {
        Key key = bifurcation.key();
        Key decided = bifurcation.decided();
        return Json.object(
                "kink_of", bifurcation.kinkOf(),
                "step", step(key),
                "layer", key.layer(),
                "quantity", key.quantity(),
                "row", bifurcation.row(),
                "column", bifurcation.column(),
                "engine", bifurcation.actual(),
                "reference", bifurcation.expected(),
                "decided",
                        Json.object(
                                "step", step(decided),
                                "layer", decided.layer(),
                                "quantity", decided.quantity(),
                                "engine", bifurcation.actualDecided(),
                                "reference", bifurcation.expectedDecided()));
    }

    public static JsonObject difference(Difference difference) {
        return Json.object(
                "lane", difference.lane(),
                "kind", difference.kind(),
                "step", step(difference.key()),
                "layer", difference.key().layer(),
                "quantity", difference.key().quantity(),
                "row", difference.row(),
                "column", difference.column(),
                "engine", difference.actual(),
                "reference", difference.expected(),
                "error", difference.error(),
                "allowed", difference.allowed(),
                "relative", difference.relative(),
                "elements", difference.elements(),
                "elements_beyond", difference.beyond(),
                "detail", difference.detail());
    }

    /** The step of a key; empty before the training, and for the outputs of the trained network. */
    public static Optional<Long> step(Key key) {
        boolean isOfTraining = key.isInTraining();
        return isOfTraining ? Optional.of(key.step()) : Optional.empty();
    }
}
