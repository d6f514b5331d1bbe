package dev.plumbline.cli.check;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.recording.RecorderScript;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plumbline recorder}: prints the recorder for a language. */
@Command(
        name = "recorder",
        header = "Print the recorder for Python, PyTorch, JavaScript or Java.",
        description = {
            "",
            "Prints a single file: recorder.py, which needs only NumPy, recorder.js for Node and browsers, or "
                    + "Recorder.java. A network uses it to record its tensors at each step, and can then be checked with "
                    + "`check --against`. See src/docs/recording.md.",
            "",
            "With --language pytorch, prints torchrecorder.py, which records a training loop in PyTorch as it stands, and finds its "
                    + "network file. See src/docs/pytorch.md."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline recorder > recorder.py",
            "  plumbline recorder --language javascript > recorder.js"
        })
public final class RecorderCommand extends Verb {
    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            completionCandidates = Languages.class,
            description = "python, pytorch, javascript or java. Default: python.")
    private RecorderScript language = RecorderScript.PYTHON;

    /** The languages as they are typed on the command line. */
    static final class Languages implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(RecorderScript.values())
                    .map(language -> language.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    @Override
    public Integer call() {
        print(language.text());
        return ExitCode.DONE;
    }
}
