package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumbline.trace.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Python scripts as networks, for tests that are tagged {@code python}. */
public final class Python {
    /** The tag of tests that need it. */
    public static final String TAG = "python";

    /** The tag of tests that also need PyTorch. */
    public static final String TORCH = "torch";

    private Python() {}

    /** Fails, and says what to install, where there is no Python with NumPy. */
    public static void require() throws IOException, InterruptedException {
        assertTrue(has("python3", "numpy"), "python3 with NumPy is required, as the package python3-numpy has it");
    }

    /** The Python that has this package besides NumPy: the first on the path, or the system's. */
    public static String with(String name) throws IOException, InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (has(python, "numpy, " + name)) {
                return python;
            }
        }
        return fail("python3 with NumPy and " + name + " is required, as the packages python3-numpy and python3-" + name
                + " have them");
    }

    private static boolean has(String python, String packages) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import " + packages)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A network in Python, with the recorder beside it. */
    public static Subject network(Path directory, String script) throws IOException, InterruptedException {
        require();
        Files.writeString(directory.resolve("recorder.py"), RecorderScript.PYTHON.text());
        Path file = Files.writeString(directory.resolve("net.py"), script);
        List<String> printed = new ArrayList<>();
        return new CommandSubject(List.of("python3", "-B", file.toString()), printed::add);
    }
}
