package org.whynot.util;

import javax.xml.stream.XMLInputFactory;

/** Reading XML of others: no document type, and no other file or address, is ever read. */
public final class SafeXml {

    private SafeXml() {}

    /** Makes readers of XML that open nothing else. */
    public static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
