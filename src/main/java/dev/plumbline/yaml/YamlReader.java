package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.node.FileText;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodeReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads network files: strict YAML 1.2. It reports all problems at once. */
public final class YamlReader {
    private YamlReader() {}

    /**
     * Reads a network file.
     *
     * @throws InvalidFileException with all problems of the file and its contents
     */
    public static NetworkFile read(Path file) {
        return read(file, List.of(), Optional.empty());
    }

    /** The same with settings, which replace or add values. */
    public static NetworkFile read(Path file, List<ValueOverride> settings) {
        return read(file, settings, Optional.empty());
    }

    /**
     * Reads a network file and replaces some of its values.
     *
     * @param settings the values that replace those of the file, or are added
     * @param inputs counts the inputs of data outside of the file, for a file without {@code inputs}
     * @throws InvalidFileException with all problems of the file, its contents and the settings
     */
    public static NetworkFile read(Path file, List<ValueOverride> settings, InputCounter inputs) {
        return read(file, settings, Optional.of(inputs));
    }

    private static NetworkFile read(Path file, List<ValueOverride> settings, Optional<InputCounter> inputs) {
        List<Source> options = settings.stream().map(ValueOverride::source).toList();
        return read(FileText.read(file).with(options), settings, inputs);
    }

    /**
     * Reads the text of a network file.
     *
     * @param text the contents of a network file
     * @param name the name of the text in messages
     * @throws InvalidFileException with all problems
     */
    public static NetworkFile read(String text, String name) {
        return read(
                new Source(name, text.startsWith("\uFEFF") ? text.substring(1) : text), List.of(), Optional.empty());
    }

    private static NetworkFile read(Source source, List<ValueOverride> settings, Optional<InputCounter> inputs) {
        Optional<Node> written = NodeReader.read(source);
        if (written.isEmpty()
                || written.get() instanceof Node.Scalar scalar
                        && scalar.plain()
                        && scalar.text().isEmpty()) {
            throw new InvalidFileException(empty(source));
        }
        Node root = written.get() instanceof Node.Mapping ? Overrides.apply(written.get(), settings) : written.get();
        ReadingProblems findings = new ReadingProblems(source);
        Binder binder = new Binder(findings, 0, inputs);
        Optional<NetworkSpec> spec = binder.network(root);
        if (findings.isEmpty()) {
            return new NetworkFile(spec.orElseThrow(), new SourceMap(source, findings.places(), spec.get()));
        }
        List<Diagnostic> problems =
                binder.hasPlaceholders() ? certain(findings, root, source, inputs) : findings.inOrder();
        throw new InvalidFileException(problems, findings.uncollected());
    }

    /** The problems that do not come from a placeholder: those that also occur with the other placeholders. */
    private static List<Diagnostic> certain(
            ReadingProblems findings, Node root, Source source, Optional<InputCounter> inputs) {
        ReadingProblems again = new ReadingProblems(source);
        new Binder(again, 1, inputs).network(root);
        Set<Diagnostic> repeated = new HashSet<>(again.inOrder());
        List<Diagnostic> certain =
                findings.inOrder().stream().filter(repeated::contains).toList();
        // A file that was refused must have at least one problem.
        return certain.isEmpty() ? findings.inOrder() : certain;
    }

    private static Diagnostic empty(Source source) {
        boolean hasComments =
                source.text().lines().anyMatch(line -> line.strip().startsWith("#"));
        List<String> needed = Schema.of(NetworkSpec.class).parameters().stream()
                .filter(parameter ->
                        parameter.isRequired() && parameter.impliedBy().isEmpty())
                .map(Parameter::name)
                .toList();
        String what = hasComments ? "this file contains only comments" : "this file is empty";
        return source.problem(
                ErrorKind.EMPTY_INPUT,
                Annotation.START.span(),
                what,
                "",
                "needed: " + String.join(", ", needed) + "; `plumbline init DATA.csv` writes a first file");
    }
}
