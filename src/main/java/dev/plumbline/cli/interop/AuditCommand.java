package dev.plumbline.cli.interop;

import com.google.gson.JsonObject;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.dl4j.json.ConfigurationDefect;
import dev.plumbline.dl4j.json.ConfigurationDefect.Effect;
import dev.plumbline.dl4j.json.Dl4jAudit;
import dev.plumbline.dl4j.json.Dl4jAudit.Finding;
import dev.plumbline.dl4j.json.Dl4jAudit.Vertex;
import dev.plumbline.model.Dl4jModelFile;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumbline audit}: lists the known defects of DL4J that affect a network. */
@Command(
        name = "audit",
        header = "List the known defects of DL4J that affect a network.",
        description = {
            "",
            "Reads the configuration of a network that was made with DL4J's own API. For each known defect that "
                    + "affects the network, prints its place, what DL4J computes and what to do. "
                    + "src/docs/dl4j-findings.md has the proofs. Also lists the layers without a known defect. Runs "
                    + "no code from the file. The exit code is 3 if a defect affects every run.",
        },
        footer = {"", "Example:", "  plumbline audit model.zip"})
public final class AuditCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "A model.zip of DL4J, or its configuration.json.")
    private Path path = Path.of("");

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        try {
            String configuration = Dl4jModelFile.read(path).configuration();
            List<Finding> findings = Dl4jAudit.of(configuration);
            List<Vertex> unaffected = Dl4jAudit.withoutFindings(configuration, findings);
            boolean ok = findings.stream().noneMatch(finding -> finding.defect().effect() == Effect.ALWAYS);
            print(output.json ? json(ok, findings, unaffected) : text(findings, unaffected));
            return ok ? ExitCode.DONE : ExitCode.DIFFERS;
        } catch (InvalidSpecException e) {
            throw ImportCommand.refused(path, e);
        }
    }

    private String text(List<Finding> findings, List<Vertex> unaffected) {
        StringBuilder text = new StringBuilder();
        for (Effect effect : Effect.values()) {
            Map<ConfigurationDefect, List<Finding>> places = new LinkedHashMap<>();
            findings.stream()
                    .filter(finding -> finding.defect().effect() == effect)
                    .forEach(finding -> places.computeIfAbsent(finding.defect(), key -> new ArrayList<>())
                            .add(finding));
            if (!places.isEmpty()) {
                text.append((text.isEmpty() ? "" : "\n") + "Effect: " + effect.when() + "\n");
                places.forEach((defect, occurrences) -> append(text, defect, occurrences));
            }
        }
        if (!unaffected.isEmpty()) {
            text.append((text.isEmpty() ? "" : "\n") + "No known defect:\n");
            unaffected.forEach(vertex -> text.append(paragraph("    at   ", vertex.path() + ": " + vertex.type())));
        }
        if (findings.isEmpty()) {
            return text + "\n" + path.getFileName() + " is not affected by any known defect of DL4J\n";
        }
        long always = findings.stream()
                .filter(finding -> finding.defect().effect() == Effect.ALWAYS)
                .map(Finding::defect)
                .distinct()
                .count();
        long defects = findings.stream().map(Finding::defect).distinct().count();
        return text + "\n" + path.getFileName() + " is affected by " + defects
                + (defects == 1 ? " known defect" : " known defects") + " of DL4J; " + (always == 0 ? "none" : always)
                + (always <= 1 ? " affects every run\n" : " affect every run\n");
    }

    private static void append(StringBuilder text, ConfigurationDefect defect, List<Finding> occurrences) {
        text.append("  ").append(defect.findingName()).append('\n');
        for (Finding finding : occurrences) {
            text.append(paragraph("    at   ", finding.path() + ": " + finding.value()));
        }
        text.append(paragraph("    DL4J ", defect.meaning()));
        text.append(paragraph("    do   ", defect.advice()));
    }

    /** A text after its name, continued below itself. */
    static String paragraph(String name, String text) {
        return TextLayout.wrap(name, " ".repeat(9), List.of(text.split(" ")), " ", "") + "\n";
    }

    private static String json(boolean ok, List<Finding> findings, List<Vertex> unaffected) {
        return Json.text(Json.object(
                "ok", ok,
                "defects", Json.array(findings, AuditCommand::json),
                "layers_without_defects",
                        Json.array(unaffected, vertex -> Json.object("place", vertex.path(), "class", vertex.type()))));
    }

    private static JsonObject json(Finding finding) {
        return Json.object(
                "name", finding.defect().findingName(),
                "place", finding.path(),
                "found", finding.value(),
                "effect", finding.defect().effect(),
                "meaning", finding.defect().meaning(),
                "advice", finding.defect().advice());
    }
}
