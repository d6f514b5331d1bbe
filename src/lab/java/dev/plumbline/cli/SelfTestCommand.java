package dev.plumbline.cli;

import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.LimitJson;
import dev.plumbline.report.LimitMarkdown;
import dev.plumbline.report.LimitText;
import dev.plumbline.report.SelfTestJson;
import dev.plumbline.report.SelfTestMarkdown;
import dev.plumbline.report.SelfTestText;
import dev.plumbline.report.document.Json;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.DetectionLimits;
import dev.plumbline.selftest.LimitRun;
import dev.plumbline.selftest.LimitRun.Extent;
import dev.plumbline.selftest.SelfTestRun;
import dev.plumbline.spec.error.ErrorKind;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code plumbline selftest}: injects mistakes and tests the diagnosis or, with {@code --limits}, measures the smallest
 * error that is found. Without {@code --limits} it does not load ND4J.
 */
@Command(
        name = "selftest",
        header = "Inject known mistakes into networks, and test the diagnosis.",
        description = {
            "",
            "Injects every known mistake into random hand-written networks, and lets `check --against` diagnose each: "
                    + "from a full trace, from the weights alone, from the outputs alone. Also tests two mistakes at once, "
                    + "and correct networks in several conventions, in which it must find none. The exit code is 3 if the "
                    + "diagnosis misses a requirement.",
            "",
            "With --limits, it injects errors of decreasing size into DL4J's tensors and into hand-written networks, "
                    + "and reports the smallest error that is always found and the largest that passed. The exit code "
                    + "is 3 if an error passes that must be found."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline selftest --networks 20 --seed 2",
            "  plumbline selftest --markdown > selftest.md",
            "  plumbline selftest --limits=quick"
        })
public final class SelfTestCommand extends Verb {
    private static final int MOST = 10_000;
    private static final int NETWORKS = 20;
    private static final int NETWORKS_OF_WIDTH = 2;

    private final Runner runner;
    private final LimitRunner limitRunner;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description =
                    "The number of networks for each mistake and level of evidence (default: 20); with --limits, for "
                            + "each width (default: 2).")
    private @Nullable Integer networks;

    @Option(
            names = "--limits",
            paramLabel = "EXTENT",
            arity = "0..1",
            fallbackValue = "full",
            description =
                    "Measure the smallest error that is found: `full` (half an hour or more) or `quick` (a sample).")
    private @Nullable Extent limits;

    @Mixin
    private SeedOption seed = new SeedOption();

    @Option(names = "--markdown", description = "Print Markdown instead of text.")
    private boolean markdown;

    @Mixin
    private Output output = new Output();

    /** Diagnoses and measures on all processors of this machine. */
    public SelfTestCommand() {
        this(SelfTestRun::run, LimitRun::run);
    }

    /** For tests of the output. */
    SelfTestCommand(Runner runner, LimitRunner limitRunner) {
        this.runner = runner;
        this.limitRunner = limitRunner;
    }

    /** Computes the diagnoses. */
    @FunctionalInterface
    interface Runner {
        ConfusionMatrix run(SelfTestRun campaign, LongConsumer listener);
    }

    /** Measures the limits. */
    @FunctionalInterface
    interface LimitRunner {
        DetectionLimits run(LimitRun campaign, LongConsumer listener);
    }

    @Override
    public Integer call() {
        if (output.json && markdown) {
            throw new RefusedException(ErrorKind.OPTION_CONFLICT, "--json and --markdown exclude each other");
        }
        int count = networks != null ? networks : limits == null ? NETWORKS : NETWORKS_OF_WIDTH;
        seed.require(count >= 1 && count <= MOST, "--networks", count, "from 1 to " + MOST);
        if (limits != null) {
            DetectionLimits measured = measured(limits, count, seed.seed());
            print(text(measured));
            return measured.isGood() ? ExitCode.DONE : ExitCode.DIFFERS;
        }
        ConfusionMatrix matrix = matrix(count, seed.seed());
        print(text(matrix));
        return matrix.isGood() ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    private DetectionLimits measured(Extent extent, int count, long number) {
        Natives.announce(terminal());
        LimitRun campaign = new LimitRun(new ReferenceEngine(), new Dl4jEngine(), extent, count, number);
        try (Progress progress = new Progress(terminal(), "measuring", "training", campaign.size())) {
            return limitRunner.run(campaign, progress::stepped);
        }
    }

    private String text(DetectionLimits measured) {
        if (output.json) {
            return Json.text(LimitJson.of(measured));
        }
        return markdown ? LimitMarkdown.page(measured) : new LimitText(style()).of(measured);
    }

    private ConfusionMatrix matrix(int count, long number) {
        SelfTestRun campaign = new SelfTestRun(count, number);
        try (Progress progress = new Progress(terminal(), "diagnosing", "network", campaign.size())) {
            return runner.run(campaign, progress::stepped);
        }
    }

    private String text(ConfusionMatrix matrix) {
        if (output.json) {
            return Json.text(SelfTestJson.of(matrix));
        }
        return markdown ? SelfTestMarkdown.page(matrix) : new SelfTestText(style()).of(matrix);
    }
}
