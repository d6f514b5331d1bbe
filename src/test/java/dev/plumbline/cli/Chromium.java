package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser without a window, for tests that are tagged {@code chromium}. */
final class Chromium implements AutoCloseable {
    /** The tag of tests that need it. */
    static final String TAG = "chromium";

    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    /** Starts it; fails, and says what to install, where it is not there. */
    Chromium() {
        File browser = program("chromium");
        File driverProgram = program("chromedriver");
        SELENIUM.setLevel(Level.SEVERE); // it looks for a newer self of its own
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driverProgram)
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    private static File program(String name) {
        Optional<File> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, name))
                .filter(File::canExecute)
                .findFirst();
        assertTrue(found.isPresent(), name + " is required, as the packages chromium and chromium-driver have it");
        return found.orElseThrow();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Opens a file; returns the external resources that it requested. */
    List<String> open(Path page) {
        driver.manage().logs().get(LogType.PERFORMANCE); // what came before
        driver.manage().logs().get(LogType.BROWSER);
        driver.get(page.toUri().toString());
        List<String> requests = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonObject message =
                    JsonParser.parseString(entry.getMessage()).getAsJsonObject().getAsJsonObject("message");
            if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
                String url = message.getAsJsonObject("params")
                        .getAsJsonObject("request")
                        .get("url")
                        .getAsString();
                if (!url.equals(page.toUri().toString()) && !url.startsWith("data:")) {
                    requests.add(url);
                }
            }
        }
        return requests;
    }

    /** The console output of the page. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** Looks at pages as those do who prefer light or dark. */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** How wide the window is, in pixels of CSS. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(Math.max(500, pixels), 900));
    }

    /** Waits until the page has drawn what depends on its width. */
    void settle() {
        driver.executeAsyncScript("const done = arguments[0]; let frames = 5;"
                + "const next = () => frames-- > 0 ? requestAnimationFrame(next) : done(); next();");
    }

    Object script(String source, Object... arguments) {
        return driver.executeScript(source, arguments);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
