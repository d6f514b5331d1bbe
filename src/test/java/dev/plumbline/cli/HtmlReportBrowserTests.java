package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of a check, as its readers see it: in a browser, in the light and in the dark, by keyboard. */
@Tag(Chromium.TAG)
class HtmlReportBrowserTests {
    private static final String NAME = "<script>alert(1)</script> & \"others\"";

    /** WCAG 2.2, level AA, for text of this size. */
    private static final double LEAST_CONTRAST = 4.5;

    @TempDir
    private static Path directory = Path.of("");

    private static Chromium chromium;
    private static Path wrong; // a network with a mistake
    private static Console said; // of it, on the terminal
    private static Path right; // an engine that agrees, of a network with a strange name
    private static Path classes; // a training with a few classes
    private static Path deep; // a training of a network with nine columns, whose targets are scaled

    @BeforeAll
    static void writePages() throws IOException {
        chromium = new Chromium();
        Path file = Console.threeLayer(directory, 30);
        Console.run("scaffold", file.toString(), "--language", "java", "-o", directory.toString());
        Path source = directory.resolve("ThreeLayerNet.java");
        Files.writeString(
                source, Files.readString(source).replace("(1 - ", "(2 - ").replace(" -= ", " += "));
        wrong = directory.resolve("wrong.html");
        said = Console.run("check", file.toString(), "--against", source.toString(), "--html", wrong.toString());
        assertEquals(3, said.code(), said.out() + said.err());
        Path odd = Console.write(
                directory, "odd.yaml", Files.readString(file).replace("name: three-layer", "name: '" + NAME + "'"));
        right = directory.resolve("right.html");
        Console agreed = Console.run("check", odd.toString(), "--html", right.toString());
        assertEquals(0, agreed.code(), agreed.out() + agreed.err());
        classes = report("classes", Path.of("configs/iris.yaml"), "--epochs=3");
        StringBuilder rows = new StringBuilder("a,b,price\n");
        for (int i = 0; i < 40; i++) {
            rows.append(i)
                    .append(',')
                    .append(i * 7 % 11)
                    .append(',')
                    .append(100_000 + 300 * i)
                    .append('\n');
        }
        Console.write(directory, "prices.csv", rows.toString());
        deep = report(
                "deep", Console.write(directory, "deep.yaml", """
                name: deep
                inputs: 2
                defaults: { activation: thresholded_relu, init: glorot_uniform }
                layers:
                %s  - dense: { units: 1, activation: identity }
                seed: 1
                loss: half_squared_error
                reduction: mean
                training: { optimizer: { adam: { learning_rate: 0.01 } }, batch_size: 8, epochs: 3 }
                data: { csv: { file: prices.csv, inputs: rest, targets: [price] } }
                prepare: { inputs: standardize, targets: standardize }
                """.formatted("  - dense: { units: 16 }\n".repeat(7))));
    }

    /** The page of a training. */
    private static Path report(String name, Path file, String... options) {
        Path run = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("train", file.toString(), "--run", run.toString()));
        command.addAll(List.of(options));
        Console trained = Console.run(command.toArray(String[]::new));
        assertEquals(0, trained.code(), trained.err());
        Path page = directory.resolve(name + ".html");
        Console.run("report", run.toString(), "-o", page.toString());
        return page;
    }

    private static List<Path> pages() {
        return List.of(wrong, right, classes, deep);
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @Test
    void loadsNothingAndReportsNoError() throws IOException {
        for (Path page : pages()) {
            assertEquals(List.of(), chromium.open(page));
            assertEquals(List.of(), chromium.console());
        }
        // One that did would be seen to.
        Path other = Files.writeString(
                directory.resolve("other.html"),
                "<!DOCTYPE html><img src='http://127.0.0.1:9/x.png'><script>console.error('no')</script>");
        assertEquals(List.of("http://127.0.0.1:9/x.png"), chromium.open(other));
        assertFalse(chromium.console().isEmpty());
    }

    @Test
    void saysWhatTheTerminalSays() {
        chromium.open(wrong);
        StringBuilder page = new StringBuilder(text("#verdict strong") + ": " + text("#verdict span"));
        for (WebElement each : all("#why dt, #why dd, #why h3")) {
            page.append(' ').append(each.getText());
        }
        String out = said.out()
                .replaceAll("(?s)\nLoss over all examples\n.*?\n\n", "\n")
                .replaceAll("(?s)\nWritten: .*", "");
        assertEquals(out.replaceAll("\\s+", " ").strip(), page.toString().replaceAll("\\s+", " "));
        assertTrue(page.toString().contains("first goes wrong at step 0, layer 2, delta"), page.toString());
        assertTrue(page.toString().contains("the update increases the loss"), page.toString());
        assertTrue(!text("#why dd.write code").isEmpty());
    }

    @Test
    void namesAreShownAndNeverObeyed() {
        chromium.open(right);
        assertEquals(NAME, text("h1"));
        assertEquals("AGREES: " + NAME + " · Plumbline", chromium.driver().getTitle());
        assertEquals(3L, chromium.script("return document.scripts.length"));
    }

    @Test
    void isReadableInTheLightAndInTheDark() {
        for (Path page : pages()) {
            Set<Object> papers = new TreeSet<>();
            for (String scheme : List.of("light", "dark")) {
                chromium.prefer(scheme);
                chromium.open(page);
                papers.add(chromium.script("return getComputedStyle(document.body).backgroundColor"));
                assertEquals(List.of(), chromium.script(CONTRASTS, LEAST_CONTRAST), scheme);
            }
            assertEquals(2, papers.size(), papers.toString());
        }
        chromium.prefer("light");
    }

    /** Every text whose contrast with what lies behind it is too low. */
    private static final String CONTRASTS = """
            const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
            const luminance = (c) => {
              const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = (element) => {
              for (let at = element; at; at = at.parentElement) {
                const colour = channels(getComputedStyle(at).backgroundColor);
                if (colour.length < 4 || colour[3] === 1) return colour;
              }
              return [255, 255, 255];
            };
            document.querySelectorAll("details").forEach((each) => each.open = true);
            const low = [];
            let seen = 0;
            for (const element of document.querySelectorAll("body *")) {
              const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
              const style = getComputedStyle(element);
              if (!own || style.fontSize === "0px" || element.closest("script, noscript, title, desc, .unseen")) continue;
              const colour = channels(element instanceof SVGElement ? style.fill : style.color);
              const [a, b] = [luminance(colour), luminance(behind(element))].sort((x, y) => y - x);
              seen++;
              if ((a + 0.05) / (b + 0.05) < arguments[0]) low.push(element.tagName + ": " + element.textContent);
            }
            return seen > 50 ? low : ["only " + seen + " texts"];
            """;

    @Test
    void theMapIsReachedAndWalkedByKeyboard() {
        chromium.open(wrong);
        WebElement body = chromium.driver().findElement(By.tagName("body"));
        body.sendKeys(Keys.TAB);
        int tabs = 1;
        while (!focused().getTagName().equals("td")) {
            focused().sendKeys(Keys.TAB);
            assertTrue(tabs++ < 40, "no cell of the map is reached by the tabulator");
        }
        assertTrue(focused().getDomAttribute("class").contains("first"));
        assertTrue(live().startsWith("layer 2, delta, step 0: first difference; "), live());
        assertTrue(live().contains(" times its bound, step 0"), live());
        String outline = (String) chromium.script(
                "const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + s.outlineWidth");
        assertEquals("solid 3px", outline);
        focused().sendKeys(Keys.ARROW_RIGHT);
        assertTrue(live().startsWith("layer 2, delta, step 1: "), live());
        focused().sendKeys(Keys.ARROW_UP);
        assertTrue(live().startsWith("layer 2, loss, step 1: "), live());
        focused().sendKeys(Keys.END);
        assertTrue(live().startsWith("layer 2, loss, step 29: "), live());
        focused().sendKeys(Keys.ARROW_RIGHT); // there is nothing beyond
        assertTrue(live().startsWith("layer 2, loss, step 29: "), live());
        focused().sendKeys(Keys.TAB);
        assertNotEquals("td", focused().getTagName(), "the map is one stop of the tabulator");
    }

    @Test
    void hasHeadingsCaptionsAndNamesAndFitsANarrowScreen() {
        for (Path page : pages()) {
            chromium.open(page);
            List<Integer> levels = new ArrayList<>();
            for (WebElement each : all("h1, h2, h3, h4")) {
                levels.add(Integer.parseInt(each.getTagName().substring(1)));
            }
            assertEquals(1, levels.stream().filter(level -> level == 1).count());
            for (int i = 1; i < levels.size(); i++) {
                assertTrue(levels.get(i) <= levels.get(i - 1) + 1, "a level of headings is left out: " + levels);
            }
            assertAll(
                    () -> assertEquals(0L, count("table:not(:has(caption))")),
                    () -> assertEquals(
                            0L,
                            count(
                                    "svg[role=img]:not([aria-labelledby], [aria-label]), svg:not([role], [aria-hidden])")),
                    () -> assertEquals(0L, count("section:not([aria-labelledby])")),
                    () -> assertEquals(
                            List.of(),
                            chromium.script("return [...document.querySelectorAll('[aria-labelledby], a[href^=\"#\"]')]"
                                    + ".flatMap(e => (e.getAttribute('aria-labelledby') || e.hash.slice(1)).split(' '))"
                                    + ".filter(id => !document.getElementById(id))")),
                    () -> assertEquals(
                            count("[id]"),
                            chromium.script(
                                    "return new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size")));
            chromium.width(360);
            assertEquals(
                    0L,
                    chromium.script(
                            "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth"));
            chromium.width(1280);
        }
    }

    @Test
    void drawsANetworkThatFitsAPhoneOrSaysThatItScrolls() {
        chromium.width(390);
        for (Path page : pages()) {
            chromium.open(page);
            chromium.settle();
            assertEquals(page.equals(deep), chromium.script("""
                    const box = document.querySelector("#network .scroll");
                    return box.scrollWidth > box.clientWidth;"""), page.toString());
            assertEquals(List.of(), chromium.script("""
                    return [...document.querySelectorAll(".scroll")].filter((each) => !each.closest("details:not([open])")
                      && (each.scrollWidth > each.clientWidth) !== getComputedStyle(each, "::after").content.includes("scrolls"))
                      .map((each) => each.getAttribute("aria-label"));"""), page.toString());
            assertEquals(List.of(), chromium.script("""
                    const drawing = document.querySelector("#network .chart svg");
                    const edge = drawing.getBoundingClientRect();
                    return [...drawing.querySelectorAll("text")].filter((text) => {
                      const { left, right, height } = text.getBoundingClientRect();
                      return left < edge.left || right > edge.right || height < 12;
                    }).map((text) => text.textContent);"""), page.toString());
        }
        chromium.width(1280);
    }

    /** Every box whose lower or right half is empty, or that ends far below its contents. */
    private static final String EMPTY_BOXES = """
            return [...document.querySelectorAll("section")].filter((box) => {
              const outer = box.getBoundingClientRect();
              const inner = [...box.querySelectorAll("h2, p, dd, td, th, li, summary, svg, canvas")].map((each) => {
                const range = document.createRange();
                range.selectNodeContents(each);
                return (each instanceof SVGElement ? each : range).getBoundingClientRect();
              });
              return outer.bottom - Math.max(...inner.map((each) => each.bottom)) > 60
                || Math.max(...inner.map((each) => each.right)) - outer.left < outer.width / 2;
            }).map((box) => box.id);
            """;

    @Test
    void noBoxIsHalfEmptyOnAWideScreen() {
        chromium.width(1280);
        for (Path page : pages()) {
            chromium.open(page);
            chromium.settle();
            assertEquals(List.of(), chromium.script(EMPTY_BOXES), page.toString());
        }
    }

    @Test
    void showsTheTensorsOfTheStepOfBothSides() {
        chromium.open(wrong);
        assertEquals("Tensors at step 0", text("#tensors h2"));
        List<WebElement> open = all("#tensors details[open]");
        assertEquals(4, open.size()); // the delta and the updated weights of both layers
        assertTrue(
                open.get(0).getText().startsWith("layer 2, delta dZ2, 4×1 relative difference "),
                open.get(0).getText());
        assertEquals(2, open.get(0).findElements(By.cssSelector("table")).size());
        assertEquals(13, all("#tensors details").size());
        assertEquals("first difference", text("#network .wrong-text"));
        assertEquals(3L, count("#loss polyline.curve:not([points=\"2,6 34,6\"])"));
    }

    private static long count(String selector) {
        return (long) chromium.script("return document.querySelectorAll(arguments[0]).length", selector);
    }

    private static WebElement focused() {
        return chromium.driver().switchTo().activeElement();
    }

    private static String live() {
        return text("#map-live");
    }

    private static String text(String selector) {
        return chromium.driver().findElement(By.cssSelector(selector)).getText();
    }

    private static List<WebElement> all(String selector) {
        return chromium.driver().findElements(By.cssSelector(selector));
    }
}
