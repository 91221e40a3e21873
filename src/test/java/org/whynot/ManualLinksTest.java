package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual's links lead somewhere, and its menu has all pages. */
class ManualLinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z0-9-]*)(?:\\.html)?(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

    @Test
    void everyLinkLeadsToAPageAndAHeading() throws IOException {
        Map<String, String> pages = ManualCommands.pages();
        List<String> broken = new ArrayList<>();
        pages.forEach((page, text) -> {
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                String target = link.group(1).isEmpty() ? page : link.group(1);
                String found = pages.get(target);
                if (found == null || link.group(2) != null && !anchors(found).contains(link.group(2)))
                    broken.add(page + ": " + link.group());
            }
        });
        assertEquals(List.of(), broken);
    }

    /** As Maven's site and as GitHub names the headings. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new TreeSet<>();
        Matcher heading = HEADING.matcher(text);
        while (heading.find()) {
            String words = heading.group(1).replaceAll("[`*]", "").strip();
            anchors.add(words.replace(' ', '_'));
            anchors.add(words.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} -]", "")
                    .replace(' ', '-'));
        }
        Matcher anchor = ANCHOR.matcher(text);
        while (anchor.find()) anchors.add(anchor.group(1));
        return anchors;
    }

    @Test
    void theMenuHasEveryPage() throws IOException {
        String menu = Files.readString(Path.of("src", "site", "site.xml"));
        List<String> missing = new ArrayList<>();
        for (String page : ManualCommands.pages().keySet())
            if (!menu.contains("\"" + page + ".html\"")) missing.add(page);
        assertEquals(List.of(), missing);
        Matcher item = Pattern.compile("href=\"([a-z0-9-]+)\\.html\"").matcher(menu);
        while (item.find()) if (!ManualCommands.pages().containsKey(item.group(1))) missing.add(item.group(1));
        assertEquals(List.of(), missing);
    }
}
