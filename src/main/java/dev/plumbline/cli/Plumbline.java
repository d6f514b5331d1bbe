package dev.plumbline.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import dev.plumbline.cli.check.CheckCommand;
import dev.plumbline.cli.check.ExperimentCommand;
import dev.plumbline.cli.check.RecorderCommand;
import dev.plumbline.cli.describe.CompletionCommand;
import dev.plumbline.cli.describe.DoctorCommand;
import dev.plumbline.cli.describe.ExplainCommand;
import dev.plumbline.cli.describe.InitCommand;
import dev.plumbline.cli.describe.ManualCommand;
import dev.plumbline.cli.describe.ScaffoldCommand;
import dev.plumbline.cli.describe.SchemaCommand;
import dev.plumbline.cli.describe.SummaryCommand;
import dev.plumbline.cli.describe.ValidateCommand;
import dev.plumbline.cli.describe.WordsCommand;
import dev.plumbline.cli.interop.AuditCommand;
import dev.plumbline.cli.interop.ExportCommand;
import dev.plumbline.cli.interop.ImportCommand;
import dev.plumbline.cli.options.PathConverter;
import dev.plumbline.cli.options.SparkOption;
import dev.plumbline.cli.run.CompareCommand;
import dev.plumbline.cli.run.EvaluateCommand;
import dev.plumbline.cli.run.PlotCommand;
import dev.plumbline.cli.run.PredictCommand;
import dev.plumbline.cli.run.ReportCommand;
import dev.plumbline.cli.run.ReproduceCommand;
import dev.plumbline.cli.run.SweepCommand;
import dev.plumbline.cli.run.TrainCommand;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Failures;
import dev.plumbline.cli.terminal.Problems;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.cli.terminal.UsageErrors;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cli.terminal.Version;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.vocabulary.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program. */
@Command(
        name = "plumbline",
        header = "Checks neural networks, number by number.",
        description = {
            "",
            "Describe a network in a YAML file, train it on DL4J, and compare every number with a reference written "
                    + "from first principles."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Example:",
            "  plumbline check configs/three-layer.yaml",
            "",
            "Exit codes: 0: success; 1: internal error; 2: invalid input; 3: results differ."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Plumbline implements Callable<Integer> {
    /** The headings of the help, by the verb below each. */
    private static final Map<String, String> HEADINGS = Map.of(
            "check", "Check a network",
            "train", "Train and use a network",
            "init", "Describe a network",
            "import", "Other software",
            "doctor", "This installation",
            "fuzz", "Test Plumbline itself");

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an internal error.")
    private boolean debug = !System.getenv().getOrDefault("PLUMBLINE_DEBUG", "").isEmpty();

    @Spec
    private @Nullable CommandSpec spec;

    private final Terminal terminal;

    private Plumbline(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs the program and exits. */
    public static void main(String[] arguments) {
        System.setProperty(Dl4j.TUNING, "true"); // this process runs nothing but Plumbline
        List<Verb> verbs = new ArrayList<>(verbs());
        ServiceLoader.load(Verb.class).forEach(verbs::add); // the laboratory's, in a build that has it
        System.exit(run(Terminal.ofProcess(), verbs, arguments));
    }

    /** Runs the program; returns the exit code. */
    static int run(Terminal terminal, String... arguments) {
        return run(terminal, verbs(), arguments);
    }

    /** The verbs in the order of the help, without those of the laboratory. */
    static List<Verb> verbs() {
        return List.of(
                new CheckCommand(new Dl4jEngine()),
                new ScaffoldCommand(),
                new RecorderCommand(),
                new ExperimentCommand(),
                new TrainCommand(),
                new PredictCommand(),
                new EvaluateCommand(),
                new ReportCommand(),
                new PlotCommand(),
                new SweepCommand(),
                new CompareCommand(),
                new ReproduceCommand(),
                new InitCommand(),
                new ValidateCommand(),
                new SummaryCommand(),
                new ExplainCommand(),
                new WordsCommand(),
                new SchemaCommand(),
                new ImportCommand(),
                new ExportCommand(),
                new AuditCommand(),
                new DoctorCommand(),
                new CompletionCommand(),
                new ManualCommand());
    }

    /** Runs the program with the given verbs. */
    static int run(Terminal terminal, List<? extends Verb> verbs, String... arguments) {
        Plumbline program = new Plumbline(terminal);
        boolean json = List.of(arguments).contains("--json"); // also if parsing the other arguments fails
        CommandLine commands = new CommandLine(program);
        verbs.forEach(verb -> {
            verb.printTo(terminal);
            commands.addSubcommand(verb);
        });
        commands.getSubcommands().values().forEach(verb -> addHelp(verb.getCommandSpec()));
        commands.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, Plumbline::commandList);
        commands.registerConverter(Path.class, new PathConverter())
                .registerConverter(SparkMaster.class, new SparkOption.MasterConverter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a name may begin with @
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(80)
                .setColorScheme(Help.defaultColorScheme(terminal.style() == Style.PLAIN ? Help.Ansi.OFF : Help.Ansi.ON))
                .setOut(terminal.printer())
                .setParameterExceptionHandler((error, words) -> usageError(terminal, json, error))
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    if (error instanceof UsageException usage) {
                        return usageError(terminal, json, new ParameterException(command, usage.getMessage(), usage));
                    }
                    if (error instanceof Terminal.OutputClosedException) {
                        return ExitCode.OUTPUT_CLOSED; // reported below
                    }
                    return new Failures(terminal, program.debug, json).report(error);
                });
        try {
            Optional<String> undecodable =
                    Stream.of(arguments).filter(PathConverter::isUndecodable).findFirst();
            if (undecodable.isPresent()) { // also in a command or a setting, which may name a file too
                return usageError(
                        terminal, json, new ParameterException(commands, PathConverter.undecodable(undecodable.get())));
            }
            int code = commands.execute(arguments);
            return terminal.broken()
                    .map(broken -> new Failures(terminal, program.debug, false).report(broken))
                    .orElse(code);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return new Failures(terminal, program.debug, json).report(e);
        }
    }

    private static int usageError(Terminal terminal, boolean json, ParameterException error) {
        if (json) {
            terminal.print(
                    Problems.documentOf(List.of(Problem.of(UsageErrors.kind(error), UsageErrors.message(error)))));
        } else {
            terminal.message(UsageErrors.text(error));
        }
        return ExitCode.BAD_INPUT;
    }

    /** Called if the command line has no verb. */
    @Override
    public Integer call() {
        if (spec != null) {
            terminal.print(spec.commandLine().getUsageMessage(spec.commandLine().getColorScheme()));
        }
        return ExitCode.DONE;
    }

    /** The verbs with their descriptions, below headings. */
    private static String commandList(Help help) {
        StringBuilder list = new StringBuilder();
        help.subcommands().forEach((name, verb) -> {
            if (HEADINGS.containsKey(name)) {
                list.append("\n").append(HEADINGS.get(name)).append(":\n");
            }
            Help.TextTable row = Help.TextTable.forColumns(
                    help.colorScheme(),
                    new Help.Column(12, 2, Help.Column.Overflow.TRUNCATE),
                    new Help.Column(68, 2, Help.Column.Overflow.WRAP));
            row.addRowValues(
                    help.colorScheme().commandText(name),
                    help.colorScheme().text(verb.commandSpec().usageMessage().header()[0]));
            list.append(row);
        });
        return list.toString();
    }

    /** Adds the help option that every verb has. */
    private static void addHelp(CommandSpec verb) {
        verb.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        verb.usageMessage().optionListHeading("%nOptions:%n");
        String parameters = verb.usageMessage().parameterListHeading();
        if (parameters == null || parameters.isEmpty()) {
            verb.usageMessage().parameterListHeading("%nFiles:%n");
        }
    }
}
