"""The laws by which data may stay closed, as data: a decision keeps the code, pages show title and article.

Titles are those of the Laws and Regulations Database of the Ministry of Justice; what an article says is told in our own
plain words, and the decision gives its own reason beside it. A law that is not listed is written out by the office.
"""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.kernel.bilingual import Bilingual

OTHER = "other"


@dataclass(frozen=True)
class Ground:
    """One article by which data may be closed. ``law`` and ``article`` are exact, ``gist`` is plain words."""

    code: str
    law: Bilingual
    article: Bilingual
    gist: Bilingual

    def title(self, language: str | None) -> str:
        """Return law and article as they are cited."""
        law, article = self.law.in_language(language), self.article.in_language(language)
        return f"{law}, {article}" if (language or "").startswith("en") else law + article


FOI = Bilingual("政府資訊公開法", "The Freedom of Government Information Law")
PDPA = Bilingual("個人資料保護法", "Personal Data Protection Act")
SECRETS = Bilingual("國家機密保護法", "Classified National Security Information Protection Act")
COPYRIGHT = Bilingual("著作權法", "Copyright Act")
TRADE = Bilingual("營業秘密法", "Trade Secrets Act")
STATISTICS = Bilingual("統計法", "Statistics Act")
TAX = Bilingual("稅捐稽徵法", "Tax Collection Act")
ARCHIVES = Bilingual("檔案法", "Archives Act")
PROCEDURE = Bilingual("刑事訴訟法", "Code of Criminal Procedure")


def _foi(item: int, zh: str, en: str) -> Ground:
    article = Bilingual(f"第18條第1項第{item}款", f"Article 18, paragraph 1, subparagraph {item}")
    return Ground(f"foi-18-1-{item}", FOI, article, Bilingual(zh, en))


def _article(code: str, law: Bilingual, number: str, zh: str, en: str) -> Ground:
    return Ground(code, law, Bilingual(f"第{number}條", f"Article {number}"), Bilingual(zh, en))


GROUNDS = {
    ground.code: ground
    for ground in (
        _foi(
            1,
            "依法核定為國家機密，或其他法律、法規命令規定應秘密或限制、禁止公開",
            "Classified as a state secret, or made secret, restricted or closed by another law or regulation",
        ),
        _foi(
            2,
            "公開會妨礙犯罪偵查、審判，或危害他人生命、身體、自由、財產",
            "Opening it would hinder the investigation or fair trial of a crime, or endanger life, body, freedom or property",
        ),
        _foi(
            3,
            "機關作成決定前的內部擬稿或準備作業（對公益有必要者，仍得公開）",
            "Internal drafts and preparations before a decision (may still be opened where the public interest needs it)",
        ),
        _foi(
            4,
            "為監督、管理、檢（調）查、取締而取得的資料，公開會妨礙其目的",
            "Obtained for supervision, inspection or enforcement, whose purpose opening it would frustrate",
        ),
        _foi(
            5,
            "考試、檢定、鑑定等資料，公開會影響公正效率",
            "Material of examinations and assessments, whose fairness opening it would harm",
        ),
        _foi(
            6,
            "公開會侵害個人隱私、職業上秘密或著作人的公開發表權",
            "Opening it would breach privacy, professional secrecy or an author’s right to first publication",
        ),
        _foi(
            7,
            "個人、法人或團體的營業上秘密或經營資訊，公開會侵害其正當利益",
            "Trade secrets or business information, whose owners’ legitimate interests opening it would harm",
        ),
        _foi(
            8,
            "為保存文化資產須特別管理，公開可能使其滅失或減損價值",
            "About cultural heritage under special care, which opening it might destroy or devalue",
        ),
        _foi(
            9,
            "公營事業的經營資料，公開會妨害其正當利益",
            "About the business of a public enterprise, whose legitimate interests opening it would harm",
        ),
        _article(
            "pdpa-6",
            PDPA,
            "6",
            "病歷、醫療、基因、性生活、健康檢查及犯罪前科等特種個人資料",
            "Special personal data: medical records, health care, genetics, sex life, health examination, criminal records",
        ),
        _article(
            "pdpa-16",
            PDPA,
            "16",
            "公務機關利用個人資料，應與蒐集的特定目的相符",
            "A public agency may use personal data only for the purpose for which it was collected",
        ),
        _article(
            "secrets-2", SECRETS, "2", "經核定機密等級的國家機密", "Classified national security information"
        ),
        _article(
            "copyright-15",
            COPYRIGHT,
            "15",
            "他人著作尚未公開發表，公開發表權屬於著作人",
            "Somebody else’s work that has not been published: first publication is its author’s right",
        ),
        _article(
            "trade-9",
            TRADE,
            "9",
            "公務員因承辦公務知悉他人的營業秘密，不得使用或洩漏",
            "Trade secrets of others that officials came to know in their duties",
        ),
        _article(
            "statistics-19",
            STATISTICS,
            "19",
            "統計調查取得的個別資料應予保密",
            "Individual answers to statistical surveys are kept secret",
        ),
        _article(
            "tax-33",
            TAX,
            "33",
            "納稅義務人的財產、所得、營業、納稅資料應予保密",
            "Taxpayers’ property, income, business and tax data are kept secret",
        ),
        _article(
            "archives-18",
            ARCHIVES,
            "18",
            "機關得拒絕提供的檔案",
            "Archives that an agency may refuse to give out",
        ),
        _article(
            "procedure-245",
            PROCEDURE,
            "245",
            "偵查不公開",
            "Investigations are not public",
        ),
    )
}


def ground_of(code: str) -> Ground | None:
    """Return a listed ground, None for ``other`` and for a code that is no longer listed."""
    return GROUNDS.get(code)


def cited(code: str, written: str, language: str | None) -> str:
    """Return law and article as cited: of the list, else as the office wrote them out.

    >>> cited("foi-18-1-6", "", "zh-hant")
    '政府資訊公開法第18條第1項第6款'
    """
    ground = GROUNDS.get(code)
    return ground.title(language) if ground else written


def choices(language: str | None) -> list[tuple[str, str]]:
    """Return the list for a form, with what each article says in plain words."""
    dash = ": " if (language or "").startswith("en") else "："
    return [(g.code, g.title(language) + dash + g.gist.in_language(language)) for g in GROUNDS.values()]
