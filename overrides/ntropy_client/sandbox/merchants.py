"""Organisations that the sandbox recognises by their descriptors.

The names are real so that a demonstration reads well; what is said of them is good enough for one.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MERCHANTS", "Merchant"]

COSTS = "operational expenses"
GOODS = "cost of goods sold"


class Merchant(NamedTuple):
    """An organisation.

    Attributes:
        name: Its usual name.
        website: Its host, with a path where several share one; the id of the entity follows from it.
        pattern: Regular expression over the descriptor in capitals.
        mccs: Merchant category codes.
        consumer: Category of what a consumer pays.
        business: Category of what a business pays.
        accounting: The same for book-keeping; None for investments, which have no name in the guides of
            the API.
        parent: Name and host of the organisation that it belongs to.
        incoming: Category of what it pays to others.
    """

    name: str
    website: str
    pattern: str
    mccs: tuple[int, ...]
    consumer: str
    business: str
    accounting: str | None = COSTS
    parent: tuple[str, str] | None = None
    incoming: str = "refund"


# The first that matches at the leftmost place wins, so the longer name stands before the shorter.
MERCHANTS: tuple[Merchant, ...] = (
    # Food and drink
    Merchant("Starbucks", "starbucks.com", r"STARBUCKS", (5814,), "coffee shop", "meals and entertainment"),
    Merchant(
        "Blue Bottle Coffee",
        "bluebottlecoffee.com",
        r"BLUE ?BOTTLE",
        (5814,),
        "coffee shop",
        "meals and entertainment",
        parent=("Nestlé", "nestle.com"),
    ),
    Merchant("Dunkin'", "dunkindonuts.com", r"DUNKIN", (5814,), "coffee shop", "meals and entertainment"),
    Merchant(
        "McDonald's",
        "mcdonalds.com",
        r"MC ?DONALD'?S|MCD \d+",
        (5814,),
        "fast food",
        "meals and entertainment",
    ),
    Merchant(
        "Chipotle Mexican Grill", "chipotle.com", r"CHIPOTLE", (5814,), "fast food", "meals and entertainment"
    ),
    Merchant(
        "Subway", "subway.com", r"SUBWAY(?= \d| #|$| STORE)", (5814,), "fast food", "meals and entertainment"
    ),
    Merchant("Domino's", "dominos.com", r"DOMINO'?S", (5814,), "fast food", "meals and entertainment"),
    Merchant(
        "Uber Eats",
        "ubereats.com",
        r"UBER ?\*? ?EATS",
        (5812,),
        "food delivery",
        "meals and entertainment",
        parent=("Uber", "uber.com"),
    ),
    Merchant("DoorDash", "doordash.com", r"DOORDASH", (5812,), "food delivery", "meals and entertainment"),
    Merchant(
        "Deliveroo", "deliveroo.co.uk", r"DELIVEROO", (5812,), "food delivery", "meals and entertainment"
    ),
    # Groceries and households
    Merchant(
        "Whole Foods Market",
        "wholefoodsmarket.com",
        r"WHOLE ?FOODS|WHOLEFDS",
        (5411,),
        "groceries",
        "office supplies",
        parent=("Amazon", "amazon.com"),
    ),
    Merchant("Trader Joe's", "traderjoes.com", r"TRADER JOE'?S?", (5411,), "groceries", "office supplies"),
    Merchant("Costco", "costco.com", r"COSTCO", (5300,), "groceries", "inventory", GOODS),
    Merchant("Walmart", "walmart.com", r"WAL-?MART|WM SUPERCENTER", (5411,), "groceries", "office supplies"),
    Merchant(
        "Target", "target.com", r"TARGET(?= T-| \d|\.COM|$)", (5411,), "department store", "office supplies"
    ),
    Merchant("Tesco", "tesco.com", r"TESCO", (5411,), "groceries", "office supplies"),
    Merchant("Carrefour", "carrefour.com", r"CARREFOUR", (5411,), "groceries", "office supplies"),
    Merchant("Lidl", "lidl.com", r"LIDL", (5411,), "groceries", "office supplies"),
    Merchant("IKEA", "ikea.com", r"IKEA", (5712,), "home and furniture", "office equipment"),
    Merchant("The Home Depot", "homedepot.com", r"HOME ?DEPOT", (5200,), "home improvement", "repairs"),
    Merchant("CVS Pharmacy", "cvs.com", r"CVS", (5912,), "pharmacy", "medical"),
    Merchant("Walgreens", "walgreens.com", r"WALGREENS", (5912,), "pharmacy", "medical"),
    # Shopping and software
    Merchant(
        "Amazon Web Services",
        "aws.amazon.com",
        r"AWS|AMAZON WEB SERVICES",
        (7372,),
        "software",
        "cloud computing",
        GOODS,
        ("Amazon", "amazon.com"),
    ),
    Merchant(
        "Amazon Prime",
        "amazon.com/prime",
        r"AMAZON PRIME|PRIME VIDEO",
        (5968,),
        "digital content and streaming",
        "subscriptions",
        parent=("Amazon", "amazon.com"),
    ),
    Merchant(
        "Amazon",
        "amazon.com",
        r"AMAZON|AMZN(?: MKTP)?",
        (5942, 5999),
        "online marketplace",
        "office supplies",
    ),
    Merchant("eBay", "ebay.com", r"EBAY", (5999,), "online marketplace", "office supplies"),
    Merchant("Etsy", "etsy.com", r"ETSY", (5999,), "online marketplace", "office supplies"),
    Merchant("Zara", "zara.com", r"ZARA", (5651,), "clothing", "uniforms", parent=("Inditex", "inditex.com")),
    Merchant("Best Buy", "bestbuy.com", r"BEST ?BUY", (5732,), "electronics", "office equipment"),
    Merchant(
        "GitHub",
        "github.com",
        r"GITHUB",
        (7372,),
        "software",
        "software",
        COSTS,
        ("Microsoft", "microsoft.com"),
    ),
    Merchant(
        "Slack",
        "slack.com",
        r"SLACK",
        (7372,),
        "software",
        "software",
        parent=("Salesforce", "salesforce.com"),
    ),
    Merchant("Microsoft", "microsoft.com", r"MICROSOFT|MSFT", (7372,), "software", "software"),
    Merchant("Adobe", "adobe.com", r"ADOBE", (7372,), "software", "software"),
    Merchant(
        "Google Ads",
        "ads.google.com",
        r"GOOGLE ?\*? ?ADS",
        (7311,),
        "advertising",
        "advertising",
        parent=("Google", "google.com"),
    ),
    # Streaming and telephone
    Merchant("Netflix", "netflix.com", r"NETFLIX", (4899,), "digital content and streaming", "subscriptions"),
    Merchant("Spotify", "spotify.com", r"SPOTIFY", (4899,), "digital content and streaming", "subscriptions"),
    Merchant(
        "YouTube Premium",
        "youtube.com",
        r"YOUTUBE(?: ?PREMIUM)?",
        (4899,),
        "digital content and streaming",
        "subscriptions",
        parent=("Google", "google.com"),
    ),
    Merchant(
        "Disney+",
        "disneyplus.com",
        r"DISNEY ?(?:PLUS|\+)",
        (4899,),
        "digital content and streaming",
        "subscriptions",
        parent=("The Walt Disney Company", "thewaltdisneycompany.com"),
    ),
    Merchant("Apple", "apple.com", r"APPLE\.COM(?:/BILL)?|APPLE STORE", (5735,), "software", "software"),
    Merchant("AT&T", "att.com", r"AT ?& ?T|ATT\*", (4814,), "telephone", "telephone and internet"),
    Merchant("Verizon", "verizon.com", r"VERIZON|VZWRLSS", (4814,), "telephone", "telephone and internet"),
    Merchant("T-Mobile", "t-mobile.com", r"T-?MOBILE", (4814,), "telephone", "telephone and internet"),
    Merchant("Comcast", "xfinity.com", r"COMCAST|XFINITY", (4899,), "internet", "telephone and internet"),
    # Getting about
    Merchant("Uber", "uber.com", r"UBER", (4121,), "rideshare", "travel"),
    Merchant("Lyft", "lyft.com", r"LYFT", (4121,), "rideshare", "travel"),
    Merchant("Shell", "shell.com", r"SHELL(?: OIL| SERVICE)?", (5541,), "fuel", "fuel"),
    Merchant("Chevron", "chevron.com", r"CHEVRON", (5541,), "fuel", "fuel"),
    Merchant("ExxonMobil", "exxonmobil.com", r"EXXON(?:MOBIL)?", (5541,), "fuel", "fuel"),
    Merchant("Delta Air Lines", "delta.com", r"DELTA AIR", (3058,), "flights", "travel"),
    Merchant("Ryanair", "ryanair.com", r"RYANAIR", (4511,), "flights", "travel"),
    Merchant("Airbnb", "airbnb.com", r"AIRBNB", (4722,), "accommodation", "travel"),
    Merchant("Marriott", "marriott.com", r"MARRIOTT", (3509,), "accommodation", "travel"),
    Merchant("MTA", "mta.info", r"MTA ?\*|METROCARD", (4111,), "public transport", "travel"),
    Merchant("Transport for London", "tfl.gov.uk", r"TFL", (4111,), "public transport", "travel"),
    # Money, health, authorities
    Merchant("Planet Fitness", "planetfitness.com", r"PLANET FIT(?:NESS)?", (7997,), "gym", "staff welfare"),
    Merchant("GEICO", "geico.com", r"GEICO", (6300,), "insurance", "insurance"),
    Merchant("State Farm", "statefarm.com", r"STATE FARM", (6300,), "insurance", "insurance"),
    Merchant(
        "Coinbase",
        "coinbase.com",
        r"COINBASE",
        (6051,),
        "transfer to crypto broker",
        "investment",
        None,
        incoming="transfer from crypto broker",
    ),
    Merchant(
        "Robinhood",
        "robinhood.com",
        r"ROBINHOOD",
        (6211,),
        "transfer to investment app",
        "investment",
        None,
        incoming="transfer from investment app",
    ),
    Merchant("Pacific Gas & Electric", "pge.com", r"PG ?& ?E|PACIFIC GAS", (4900,), "utilities", "utilities"),
    Merchant("Con Edison", "coned.com", r"CON ED(?:ISON)?", (4900,), "utilities", "utilities"),
    Merchant("Greystar", "greystar.com", r"GREYSTAR", (6513,), "rent", "rent"),
    Merchant(
        "Internal Revenue Service", "irs.gov", r"IRS|USATAXPYMT", (9311,), "tax payment", "taxes", "taxes"
    ),
    Merchant("Red Cross", "redcross.org", r"RED CROSS", (8398,), "donation", "donation"),
    Merchant(
        "Chase", "chase.com", r"CHASE", (6012,), "credit card payment", "credit card payment", "financing"
    ),
)
