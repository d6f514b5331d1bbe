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
    private static final int CONTEXT = 3;

    /** A line and its replacement. */
    private record Edit(Subject.Line line, String replacement) {}

    private final Map<Path, List<Edit>> edits = new LinkedHashMap<>();

    private ScriptRepair() {}

    /** The repair of all findings; empty if one of them has no corrected line that can stand for one of the script's. */
    static Optional<ScriptRepair> of(Diagnosis diagnosis, Subject script) throws IOException {
        ScriptRepair repair = new ScriptRepair();
        for (Finding finding : diagnosis.findings()) {
            if (!repair.add(finding, script)) {
                return Optional.empty();
            }
        }
        return repair.edits.isEmpty() ? Optional.empty() : Optional.of(repair);
    }

    private boolean add(Finding finding, Subject script) throws IOException {
        Optional<CodeLines> lines =
                finding.isNamed() ? Optional.of(finding.explanations().get(0).lines()) : finding.lines();
        Map<String, String> corrected = assignments(lines.map(CodeLines::numpy).orElse(""));
        Set<Subject.Line> wrong = new LinkedHashSet<>();
        for (Key key : Stream.concat(Stream.of(finding.first()), finding.also().stream())
                .toList()) {
            List<Subject.Line> written = script.lines(key.place());
            if (written.isEmpty()) {
                return false;
            }
            wrong.add(written.get(written.size() - 1));
        }
        for (Subject.Line line : wrong) {
            Matcher assignment = ASSIGNMENT.matcher(line.text());
            String correct = assignment.matches() ? corrected.get(assignment.group(1)) : null;
            Path file = Path.of(line.file());
            if (correct == null || !knows(Files.readString(file), correct)) {
                return false;
            }
            edits.computeIfAbsent(file, each -> new ArrayList<>())
                    .add(new Edit(line, assignment.group(1) + " = " + correct));
        }
        return true;
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

    /** The edited sources, by their files. */
    Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        for (Map.Entry<Path, List<Edit>> entry : edits.entrySet()) {
            List<String> lines = new ArrayList<>(lines(entry.getKey()));
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

    private static List<String> lines(Path file) throws IOException {
        return Arrays.asList(Files.readString(file).split("\n", -1));
    }

    /** A unified diff, as {@code patch} reads it. */
    String diff() throws IOException {
        StringBuilder diff = new StringBuilder();
        for (Map.Entry<Path, String> edited : sources().entrySet()) {
            Path file = edited.getKey();
            List<String> before = lines(file);
            List<String> after = Arrays.asList(edited.getValue().split("\n", -1));
            diff.append("--- ").append(file).append("\n+++ ").append(file).append('\n');
            int end = 0;
            for (int at = 0; at < before.size(); at++) {
                if (at < end || before.get(at).equals(after.get(at))) {
                    continue;
                }
                int begin = Math.max(end, at - CONTEXT);
                int last = at;
                for (int next = at; next < before.size() && next <= last + 2 * CONTEXT; next++) {
                    last = before.get(next).equals(after.get(next)) ? last : next;
                }
                end = Math.min(before.size(), last + 1 + CONTEXT);
                String range = (begin + 1) + "," + (end - begin);
                diff.append("@@ -").append(range).append(" +").append(range).append(" @@\n");
                for (int line = begin; line < end; line++) {
                    if (before.get(line).equals(after.get(line))) {
                        diff.append(' ').append(before.get(line)).append('\n');
                    } else {
                        diff.append('-')
                                .append(before.get(line))
                                .append("\n+")
                                .append(after.get(line))
                                .append('\n');
                    }
                }
            }
        }
        return diff.toString();
    }
}
