package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private Python() {}

    /** Fails, and says what to install, where there is no Python with NumPy. */
    public static void require() throws IOException, InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "-c", "import numpy")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        assertTrue(there, "python3 with NumPy is required, as the package python3-numpy has it");
    }

    /** A network in Python, with the recorder beside it. */
    public static Subject network(Path directory, String script) throws IOException, InterruptedException {
        require();
        Files.writeString(directory.resolve("recorder.py"), RecorderScript.text());
        Path file = Files.writeString(directory.resolve("net.py"), script);
        List<String> printed = new ArrayList<>();
        return new CommandSubject(List.of("python3", "-B", file.toString()), printed::add);
    }
}
