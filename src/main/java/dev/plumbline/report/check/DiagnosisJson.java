package dev.plumbline.report.check;

import com.google.gson.JsonObject;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.GradientVerdict;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.List;
import java.util.Optional;

/** The check of a user's network as a JSON document; {@code src/docs/json.md} describes its keys. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /** The document. */
    public static JsonObject of(Experiment experiment, ThreeWayResult result) {
        Diagnosis diagnosis = result.diagnosis();
        return Json.object(
                "ok", result.agrees(),
                "verdict", diagnosis.verdict(),
                "training", diagnosis.training(),
                "recording", diagnosis.misnamed().isEmpty() ? "agrees" : "differs",
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()),
                "subject", result.subject(),
                "evidence",
                        Json.object(
                                "word", diagnosis.evidence(),
                                "description", DiagnosisVerdictText.evidence(diagnosis),
                                "proves", diagnosis.evidence().agreementProves()),
                "steps", diagnosis.plannedSteps(),
                "compared", Json.object("steps", diagnosis.steps(), "tensors", diagnosis.tensors()),
                "conventions",
                        Json.array(
                                diagnosis.conventions(),
                                convention -> Json.object("word", convention, "description", convention.description())),
                "coverage", CoverageText.json(diagnosis.coverage()),
                "notes", diagnosis.notes(),
                "findings", Json.array(diagnosis.findings(), DiagnosisJson::finding),
                "misnamed", Json.array(diagnosis.misnamed(), DiagnosisJson::finding),
                "losses", result.losses(),
                "free_running", CheckJson.lane(result.freely().freeRunning()),
                "local", result.freely().local().map(CheckJson::lane),
                "engine", result.engine().map(DiagnosisJson::engine),
                "judgement", result.judgement().map(DiagnosisJson::judgement),
                "power", result.power().map(PowerReport::json),
                "plumbline_classes",
                        OwnClasses.json(
                                result.engine().isPresent() ? Dl4jReplacement.usedBy(experiment.spec()) : List.of()));
    }

    private static JsonObject engine(CheckResult result) {
        return Json.object(
                "name", result.engine(),
                "ok", result.agrees(),
                "verdict", result.verdict(),
                "local", CheckJson.lane(result.local()),
                "free_running", CheckJson.lane(result.freeRunning()),
                "first_difference", result.firstDifference().map(CheckJson::difference),
                "coverage", CoverageText.json(result.coverage()));
    }

    private static JsonObject judgement(GradientVerdict judgement) {
        JsonObject json = place(judgement.where());
        json.add("right", Json.value(judgement.verdict()));
        json.add("element", Json.value(judgement.element().map(DiagnosisJson::element)));
        return json;
    }

    private static JsonObject element(GradientVerdict.Element element) {
        return Json.object(
                "step", CheckJson.step(element.key()),
                "layer", element.key().layer(),
                "quantity", quantity(element.key()),
                "row", element.row(),
                "column", element.column(),
                "engine", element.engine(),
                "reference", element.reference(),
                "slope", element.slope(),
                "uncertainty", element.uncertainty());
    }

    private static JsonObject finding(Finding finding) {
        Optional<Finding> numbers =
                Optional.of(finding).filter(candidate -> candidate.shape().isEmpty() && candidate.isOfStep());
        return Json.object(
                "step", CheckJson.step(finding.first()),
                "layer", finding.first().layer(),
                "quantity", quantity(finding.first()),
                "source", finding.source(),
                "row", numbers.map(Finding::row),
                "column", numbers.map(Finding::column),
                "subject", numbers.map(Finding::actual),
                "right", numbers.map(Finding::expected),
                "error", finding.error(),
                "shape", finding.shape(),
                "ratio", finding.ratio(),
                "explanations", Json.array(finding.explanations(), DiagnosisJson::explanation),
                "residual", Optional.of(finding.residual()).filter(residual -> !residual.isNaN()),
                "formula", Optional.of(finding.formula()).filter(formula -> !formula.isEmpty()),
                "operands",
                        Json.array(
                                finding.operands(),
                                operand -> Json.object(
                                        "name", operand.name(),
                                        "values", operand.values(),
                                        "recorded", operand.isRecorded())),
                "correct", finding.lines(),
                "record", finding.record(),
                "ruled_out", finding.ruledOut(),
                "also", Json.array(finding.also(), DiagnosisJson::place));
    }

    private static JsonObject place(Key key) {
        return Json.object("step", CheckJson.step(key), "layer", key.layer(), "quantity", quantity(key));
    }

    private static String quantity(Key key) {
        return key.isAfterTraining() ? "outputs" : Json.word(key.quantity());
    }

    private static JsonObject explanation(Explanation explanation) {
        return Json.object(
                "mistake", explanation.mistake(),
                "sentence", explanation.mistake().sentence(),
                "because", explanation.because(),
                "formula", explanation.formula(),
                "write", explanation.lines());
    }
}
