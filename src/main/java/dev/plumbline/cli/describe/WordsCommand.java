package dev.plumbline.cli.describe;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.words.ErrorReference;
import dev.plumbline.report.words.WordsJson;
import dev.plumbline.report.words.WordsMarkdown;
import dev.plumbline.report.words.WordsText;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.Glossary;
import dev.plumbline.spec.glossary.Glossary.Topic;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.yaml.Samples;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline words}: explains a word and lists its names in other libraries. Does not load ND4J. */
@Command(
        name = "words",
        header = "Explain a word of the file format, or an error code.",
        description = {
            "",
            "Lists all words of network files. With NAME, explains one: its formula, its parameters, its names in "
                    + "DL4J, Keras and PyTorch, and how they differ. NAME is a word, a key, a family of words such "
                    + "as activation, a name in one of these libraries, or the code of an error message. `errors` lists "
                    + "all codes."
        },
        parameterListHeading = "%nNames:%n",
        footer = {
            "",
            "Examples:",
            "  plumbline words leaky_relu",
            "  plumbline words BCELoss",
            "  plumbline words activation",
            "  plumbline words E010",
            "  plumbline words --markdown > words.md"
        })
public final class WordsCommand extends Verb {
    /** What a shell completes. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            Stream<String> codes = Stream.of(ErrorKind.values()).map(ErrorKind::code);
            return Stream.of(Lookup.names().map(name -> name.replace(' ', '_')), codes, Stream.of("errors"))
                    .flatMap(names -> names)
                    .distinct()
                    .iterator();
        }
    }

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            completionCandidates = Names.class,
            description = "A word, a key, a family or an error code.")
    private String name = "";

    @Option(names = "--markdown", description = "Print Markdown instead of text.")
    private boolean markdown;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        if (output.json && markdown) {
            throw new UsageException(ErrorKind.OPTION_CONFLICT, "--json and --markdown exclude each other");
        }
        List<ErrorKind> errors = errors();
        if (!errors.isEmpty() && !output.json) {
            print(
                    markdown
                            ? ErrorReference.markdown(errors)
                            : errors.size() > 1
                                    ? ErrorReference.overview(style())
                                    : ErrorReference.text(errors.get(0), style()));
            return ExitCode.DONE;
        }
        Lookup lookup = name.isEmpty() ? Lookup.all() : Lookup.of(name);
        if (lookup.isEmpty() && errors.isEmpty()) {
            throw new UsageException(ErrorKind.UNKNOWN_OPTION, unknown());
        }
        if (output.json) {
            print(Json.text(WordsJson.of(
                    lookup.topics(), WordsCommand::example, name.isEmpty() ? List.of(ErrorKind.values()) : errors)));
        } else if (markdown) {
            print(
                    name.isEmpty()
                            ? WordsMarkdown.page(lookup.groups(), WordsCommand::example)
                            : lookup.topics().stream()
                                    .map(topic -> WordsMarkdown.word(topic, example(topic)))
                                    .collect(Collectors.joining("\n")));
        } else {
            print(text(lookup));
        }
        return ExitCode.DONE;
    }

    /** The kinds of errors that the name stands for. */
    private List<ErrorKind> errors() {
        return name.equalsIgnoreCase("errors")
                ? List.of(ErrorKind.values())
                : ErrorKind.of(name).stream().toList();
    }

    private String unknown() {
        if (ErrorKind.isCode(name)) {
            return "unknown error code `" + name + "`; `plumbline words errors` lists all";
        }
        Optional<Refused> refused = Refusals.find(name);
        if (refused.isPresent()) {
            String instead = refused.get().instead();
            return "there is no word for `" + name + "`, because DL4J computes it wrongly: "
                    + refused.get().reason() + (instead.isEmpty() ? "" : "; " + instead) + " ("
                    + Refusals.proof(refused.get()) + ")";
        }
        return "unknown word `" + name + "`"
                + Lookup.nearest(name)
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElse("; `plumbline words` lists all");
    }

    private String text(Lookup lookup) {
        if (name.isEmpty()) {
            return WordsText.overview(lookup.groups(), style())
                    + "\n`plumbline words NAME` explains one word, or an error code such as E010.\n";
        }
        List<String> parts = new ArrayList<>();
        lookup.note().ifPresent(note -> parts.add(note + "\n"));
        lookup.groups().forEach(group -> parts.add(WordsText.family(group, style())));
        lookup.words().forEach(topic -> parts.add(WordsText.word(topic, example(topic), style())));
        if (!lookup.keys().isEmpty()) {
            parts.add(WordsText.key(lookup.name(), lookup.keys(), style()));
        }
        return String.join("\n", parts);
    }

    /** Examples of the word in a file, one line for each form. */
    static String example(Topic topic) {
        Glossary.Use use = topic.use();
        if (use.key().isEmpty()) {
            return "";
        }
        if (topic.type() == LayerDefaults.class) {
            return use.key() + ": " + LayerDefaults.EXAMPLE;
        }
        if (topic.type() == Sweep.class) {
            return use.key() + ": " + Sweep.EXAMPLE;
        }
        String value = topic.type().isRecord() ? Samples.of(topic.type()) : topic.name();
        if (value.equals("{}")) {
            return "";
        }
        Stream<String> values = Stream.of(value);
        if (topic.type().isRecord() && value.equals(topic.name())) {
            values = Stream.concat(values, Samples.withDefaults(topic.name(), topic.type()).stream());
        }
        return values.map(form -> use.key() + ": " + (use.isList() ? "[" + form + "]" : form))
                .collect(Collectors.joining("\n"));
    }
}
