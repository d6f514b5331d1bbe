package dev.plumbline.cli.check;

import dev.plumbline.diagnose.findings.CodeLines;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The corrected lines of a diagnosis as edits of a script: assignments of the wrong tensors, in the script's variables. */
final class ScriptRepair {
    private static final Pattern ASSIGNMENT = Pattern.compile("([\\w.]+(?:\\[[^\\]=]*\\])?) *= *([^=].*)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    /** A line and its replacement. */
    private record Edit(Subject.Line line, String replacement) {}

    private final Map<Path, List<Edit>> edits = new LinkedHashMap<>();
    private final Set<Subject.Line> wrong = new LinkedHashSet<>();

    /** The corrected lines of the findings that have some which can stand for those of the script. */
    ScriptRepair(Diagnosis diagnosis, Subject script) throws IOException {
        for (Finding finding : diagnosis.findings()) {
            add(finding, script);
        }
    }

    private void add(Finding finding, Subject script) throws IOException {
        Optional<CodeLines> lines =
                finding.isNamed() ? Optional.of(finding.explanations().get(0).lines()) : finding.lines();
        Map<String, String> corrected = assignments(lines.map(CodeLines::numpy).orElse(""));
        Map<Subject.Line, String> replacements = new LinkedHashMap<>();
        for (Key key : Stream.concat(Stream.of(finding.first()), finding.also().stream())
                .toList()) {
            List<Subject.Line> written = script.lines(key.place());
            wrong.addAll(written);
            if (!written.isEmpty()) {
                Subject.Line line = written.get(written.size() - 1);
                replacement(line, corrected).ifPresent(text -> replacements.put(line, text));
                if (!replacements.containsKey(line)) {
                    return; // a part of a correction is none
                }
            }
        }
        for (Map.Entry<Subject.Line, String> each : replacements.entrySet()) {
            edits.computeIfAbsent(Path.of(each.getKey().file()), file -> new ArrayList<>())
                    .add(new Edit(each.getKey(), each.getValue()));
        }
    }

    private static Optional<String> replacement(Subject.Line line, Map<String, String> corrected) throws IOException {
        Matcher assignment = ASSIGNMENT.matcher(line.text());
        String formula = assignment.matches() ? corrected.get(assignment.group(1)) : null;
        boolean isPossible = formula != null && line.file().endsWith(".py") && knows(text(line), formula);
        return isPossible ? Optional.of(assignment.group(1) + " = " + formula) : Optional.empty();
    }

    private static String text(Subject.Line line) throws IOException {
        return Files.readString(Path.of(line.file()));
    }

    /** All lines that compute wrong tensors. */
    List<Subject.Line> wrong() {
        return List.copyOf(wrong);
    }

    /** The right sides of assignments, by their variables; `n = len(x)` is put where n is used. */
    private static Map<String, String> assignments(String lines) {
        Map<String, String> assignments = new LinkedHashMap<>();
        for (String line : lines.lines().toList()) {
            Matcher assignment = ASSIGNMENT.matcher(line.replaceFirst("  #.*", ""));
            if (assignment.matches()) {
                assignments.put(assignment.group(1), assignment.group(2));
            }
        }
        Optional.ofNullable(assignments.remove("n"))
                .ifPresent(n -> assignments.replaceAll(
                        (variable, formula) -> formula.replaceAll("\\bn\\b", Matcher.quoteReplacement(n))));
        return assignments;
    }

    /** Whether a script has all names of a line. */
    private static boolean knows(String source, String line) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList("len", "dot", "T", "sum", "axis", "np"));
        NAME.matcher(source).results().forEach(match -> names.add(match.group()));
        return NAME.matcher(line).results().allMatch(match -> names.contains(match.group()));
    }

    /** The sources with the corrected lines, by their files; empty if there are none. */
    Map<Path, String> corrected() throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        for (Map.Entry<Path, List<Edit>> entry : edits.entrySet()) {
            String source = Files.readString(entry.getKey());
            List<String> lines = new ArrayList<>(Arrays.asList(source.split("\n", -1)));
            for (Edit edit : entry.getValue()) {
                lines.set(edit.line.number() - 1, edited(lines.get(edit.line.number() - 1), edit));
            }
            sources.put(entry.getKey(), String.join("\n", lines));
        }
        return sources;
    }

    private static String edited(String line, Edit edit) {
        int at = line.indexOf(edit.line.text());
        return at < 0
                ? line
                : line.substring(0, at)
                        + edit.replacement
                        + line.substring(at + edit.line.text().length());
    }
}
