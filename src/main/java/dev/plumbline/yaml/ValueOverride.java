package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.diagnostic.Span;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodeReader;
import dev.plumbline.yaml.node.YamlMessages;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value for one key of a network file, from the command line, such as {@code --set training.epochs=100}, or a sweep. */
public final class ValueOverride implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String SET = "--set ";
    private static final String EPOCHS = "--epochs ";
    private static final String EPOCHS_PATH = "training.epochs";
    private static final String SEED = "--seed ";
    private static final Pattern STEP = Pattern.compile("\\[(\\d{1,9})]|(?:^|\\.)([^.\\[\\]=]+)");

    private final Source source;
    private final String path;
    private final int keyAt;
    private final int keyEnd;
    private final int valueAt;

    private ValueOverride(String text, String path, int keyAt, int keyEnd, int valueAt) {
        this(new Source("command line", text), path, keyAt, keyEnd, valueAt);
    }

    private ValueOverride(Source source, String path, int keyAt, int keyEnd, int valueAt) {
        this.source = source;
        this.path = path;
        this.keyAt = keyAt;
        this.keyEnd = keyEnd;
        this.valueAt = valueAt;
    }

    /**
     * The setting of {@code --set}.
     *
     * @param assignment a path of keys, an equals sign and a value in YAML
     * @throws InvalidFileException if there is no equals sign
     */
    public static ValueOverride of(String assignment) {
        String text = SET + assignment;
        int equals = text.indexOf('=');
        if (equals <= SET.length()) {
            throw new ValueOverride(text, "", SET.length(), text.length(), text.length())
                    .refuse(
                            ErrorKind.INVALID_OPTION,
                            SET.length(),
                            text.length(),
                            "this sets no key",
                            "needed: KEY=VALUE, such as training.epochs=100");
        }
        return new ValueOverride(text, text.substring(SET.length(), equals), SET.length(), equals, equals + 1);
    }

    /** The setting of {@code --epochs}. */
    public static ValueOverride ofEpochs(String value) {
        return new ValueOverride(EPOCHS + value, EPOCHS_PATH, 0, EPOCHS.length() - 1, EPOCHS.length());
    }

    /** The setting of {@code --seed}. */
    public static ValueOverride ofSeed(String value) {
        return new ValueOverride(SEED + value, "seed", 0, SEED.length() - 1, SEED.length());
    }

    /**
     * The setting of one value of a sweep.
     *
     * @param file the name of the file in messages
     */
    static ValueOverride ofSweep(String file, String path, String value) {
        String key = "  " + path;
        Source source = new Source(file + ", in its sweep", key + ": " + value);
        return new ValueOverride(source, path, 2, key.length(), key.length() + 2);
    }

    /** Whether it is a number of epochs; the default replaces a longer {@code report.every}. */
    boolean isOfEpochs() {
        return path.equals(EPOCHS_PATH);
    }

    /** The option as it was typed. */
    Source source() {
        return source;
    }

    /** The path of the key, as written. */
    String path() {
        return path;
    }

    /**
     * A key or an index in a path.
     *
     * @param key empty for an index
     * @param index the position in a list, counted from 0
     * @param from the offset of its first character in the option
     * @param to the offset after its last one
     */
    record Step(String key, int index, int from, int to) {
        boolean isIndex() {
            return key.isEmpty();
        }
    }

    /**
     * The steps of the path.
     *
     * @throws InvalidFileException if it is not a path
     */
    List<Step> steps() {
        boolean isShort = keyAt == 0;
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int end = 0;
        while (end < path.length() && matcher.find(end) && matcher.start() == end) {
            boolean isIndex = matcher.group(1) != null;
            String key = isIndex ? "" : matcher.group(2);
            int index = isIndex ? Integer.parseInt(matcher.group(1)) : 0;
            int from = keyAt + (isIndex ? matcher.start() : matcher.start(2));
            steps.add(isShort ? new Step(key, index, 0, keyEnd) : new Step(key, index, from, keyAt + matcher.end()));
            end = matcher.end();
        }
        if (end < path.length() || steps.get(0).isIndex()) {
            throw refuse(
                    ErrorKind.INVALID_OPTION,
                    keyAt,
                    keyEnd,
                    YamlMessages.quoted(path) + " is not a path of keys",
                    "needed: keys with a dot between them, and the index of a list in brackets: layers[0].units");
        }
        return steps;
    }

    /**
     * The value, at its place in the option.
     *
     * @param line the line number of the option
     * @throws InvalidFileException if it is not YAML
     */
    Node value(int line) {
        String text = source.text();
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw refuse(
                    ErrorKind.INVALID_OPTION,
                    keyAt,
                    keyEnd,
                    "the value of " + YamlMessages.quoted(path) + " has a line break",
                    "needed: a single line");
        }
        String blanks = " ".repeat(text.codePointCount(0, valueAt));
        try {
            Optional<Node> read = NodeReader.read(new Source(source.name(), blanks + text.substring(valueAt)), line);
            return read.orElseGet(() -> {
                long at = Node.pack(line, blanks.length() + 1);
                return new Node.Scalar("", true, at, at + 1);
            });
        } catch (InvalidFileException e) {
            List<Diagnostic> placed = e.diagnostics().stream().map(this::placed).toList();
            throw new InvalidFileException(placed, e.uncollected());
        }
    }

    /** Moves a diagnostic of the value to its place in the option. */
    private Diagnostic placed(Diagnostic problem) {
        return new Diagnostic(
                problem.kind(), source, problem.message(), problem.label(), problem.others(), problem.notes());
    }

    /** The span from one offset of the option to another. */
    Span span(int from, int to) {
        Span start = source.at(from);
        return Span.of(1, start.column(), source.text().codePointCount(from, to));
    }

    InvalidFileException refuse(ErrorKind kind, int from, int to, String message, String note) {
        return new InvalidFileException(source.problem(kind, span(from, to), message, "", note));
    }
}
