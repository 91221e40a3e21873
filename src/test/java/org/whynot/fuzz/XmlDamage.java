package org.whynot.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages the tags, elements and attributes of XML. */
final class XmlDamage {

    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s[\\w:.-]+\\s*=\\s*(\"[^\"<>]*\"|'[^'<>]*')");
    private static final Pattern NAME = Pattern.compile("</?([\\w:.-]+)");

    private static final List<String> INSERTED = List.of(
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
            "<!DOCTYPE a [<!ENTITY e \"eeeeeeeeee\"><!ENTITY f \"&e;&e;&e;&e;\">]><a>&f;</a>",
            "&e;",
            "&#0;",
            "&#x110000;",
            "&lt;",
            "<!-- -- -->",
            "<![CDATA[x]]>",
            "<![CDATA[",
            "<?xml version=\"1.0\"?>",
            "<a b=\"1\" b=\"2\"/>",
            "<x:y/>",
            "\u0001");

    private static final int MOST = 2000;

    private XmlDamage() {}

    /** The text with one damage; empty if it has no tags. */
    static Optional<String> of(String text, Random random) {
        List<MatchResult> tags = TAG.matcher(text).results().toList();
        if (tags.isEmpty()) return Optional.empty();
        MatchResult tag = tags.get(random.nextInt(tags.size()));
        MatchResult other = tags.get(random.nextInt(tags.size()));
        String before = text.substring(0, tag.start());
        String after = text.substring(tag.end());
        return Optional.of(
                switch (random.nextInt(10)) {
                    case 0 -> before + after;
                    case 1 -> before + tag.group().repeat(2) + after;
                    case 2 -> before + after.substring(element(tag, after));
                    case 3 -> {
                        String element = tag.group() + after.substring(0, element(tag, after));
                        yield before
                                + element.repeat(random.nextInt(8) == 0 ? MOST / 10 : 2)
                                + text.substring(before.length() + element.length());
                    }
                    case 4, 5, 6 -> before + attribute(tag.group(), random) + after;
                    case 7 -> before + INSERTED.get(random.nextInt(INSERTED.size())) + tag.group() + after;
                    case 8 -> before + tag.group().repeat(random.nextInt(4) == 0 ? MOST : 40) + after;
                    default -> before + other.group() + after;
                });
    }

    /** Where the element of a tag ends in the text behind the tag. */
    private static int element(MatchResult tag, String after) {
        var name = NAME.matcher(tag.group());
        if (tag.group().endsWith("/>") || tag.group().startsWith("</") || !name.find()) return 0;
        String end = "</" + name.group(1) + ">";
        int at = after.indexOf(end);
        return at < 0 ? 0 : at + end.length();
    }

    private static String attribute(String tag, Random random) {
        List<MatchResult> all = ATTRIBUTE.matcher(tag).results().toList();
        if (all.isEmpty()) return tag.replaceFirst("(/?>)$", " x=\"1\"$1");
        MatchResult one = all.get(random.nextInt(all.size()));
        String absurd = random.nextInt(8) == 0
                ? TextDamage.longWord(random)
                : TextDamage.ABSURD
                        .get(random.nextInt(TextDamage.ABSURD.size()))
                        .replace("\"", "");
        String changed =
                switch (random.nextInt(6)) {
                    case 0 -> "";
                    case 1 -> one.group() + one.group();
                    case 2 -> " x" + one.group().strip();
                    default -> one.group().replaceFirst("=.*", "=\"" + absurd + "\"");
                };
        return tag.substring(0, one.start()) + changed + tag.substring(one.end());
    }
}
