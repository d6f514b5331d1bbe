package dev.plumbline.cli;

import dev.plumbline.report.Json;
import dev.plumbline.report.SelfTestJson;
import dev.plumbline.report.SelfTestMarkdown;
import dev.plumbline.report.SelfTestText;
import dev.plumbline.selftest.Campaign;
import dev.plumbline.selftest.ConfusionMatrix;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumbline selftest}: what the diagnosis calls mistakes that are planted. Nothing of ND4J is loaded. */
@Command(
        name = "selftest",
        header = "Plant known mistakes in networks, and see whether they are named.",
        description = {
            "",
            "Writes every known mistake into random networks, as people write it by hand, and has `check --against`"
                    + " diagnose each: from a full trace, from the weights alone, from the outputs alone; two mistakes at"
                    + " once; and right networks in several conventions, none of which may be accused. Ends with 3 if the"
                    + " diagnosis does not name what it has to."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline selftest --networks 20 --seed 2",
            "  plumbline selftest --markdown > selftest.md"
        })
final class SelfTestCommand implements Callable<Integer> {
    private static final int MOST = 10_000;

    private final Terminal terminal;
    private final Runner runner;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description =
                    "How many networks for each mistake, at each level of evidence; ${DEFAULT-VALUE} unless said.",
            defaultValue = "20")
    private int networks = 20;

    @Mixin
    private SeedOption seed = new SeedOption();

    @Option(names = "--markdown", description = "A page of Markdown instead of text.")
    private boolean markdown;

    @Mixin
    private Output output = new Output();

    SelfTestCommand(Terminal terminal) {
        this(terminal, Campaign::run);
    }

    /** For tests of what is made of a matrix. */
    SelfTestCommand(Terminal terminal, Runner runner) {
        this.terminal = terminal;
        this.runner = runner;
    }

    /** Makes the diagnoses. */
    @FunctionalInterface
    interface Runner {
        ConfusionMatrix run(Campaign campaign, Campaign.Listener listener);
    }

    @Override
    public Integer call() {
        seed.require(networks >= 1 && networks <= MOST, "--networks", networks, "from 1 to " + MOST);
        ConfusionMatrix matrix = matrix(seed.seed());
        terminal.print(text(matrix));
        return matrix.isGood() ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    private ConfusionMatrix matrix(long number) {
        Campaign campaign = new Campaign(networks, number);
        try (Progress progress = new Progress(terminal, "diagnosing", "network", campaign.size())) {
            return runner.run(campaign, progress::stepped);
        }
    }

    private String text(ConfusionMatrix matrix) {
        if (output.json) {
            return Json.text(SelfTestJson.of(matrix));
        }
        return markdown ? SelfTestMarkdown.page(matrix) : new SelfTestText(terminal.style()).of(matrix);
    }
}
