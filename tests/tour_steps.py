"""What the tour shows, in order: the name of each picture and what it shows, in Chinese and in English."""

from __future__ import annotations

Step = tuple[str, str, str]  # name, what it shows in Chinese, in English

OPINION: tuple[Step, ...] = (
    ("home", "首頁：三道門，徵集中的議題與提議、最近的回應、逾期的案件。", "Home: three doors; what is open, what was answered lately, what is late."),
    ("topic", "議題先說清楚：什麼能改、什麼不能改、誰決定。", "A topic says first what can change, what cannot, and who decides."),
    ("write", "寫下意見；不登入也可以。", "Write an opinion; signing in is not needed."),
    ("check", "送出前先看到別人說過的相近意見，可以附議。", "Before it is sent: what others said that is much alike, to be supported."),
    ("sent", "取得案號、回應期限（怎麼算的）與追蹤連結。", "A number, a day for the answer and how it was counted, a link to follow it."),
    ("desk", "承辦人的一天：逾期、今天到期、新進、待辦，各有下一步。", "The officer's day: late, due, new and waiting, each with its next step."),
    ("preview", "公布前的預覽，就是民眾會看到的樣子。", "The preview of the answer is what the citizen will see."),
    ("matter", "案件頁：進度、回應、處理情形、證明與 QR 碼。", "The matter: where it stands, the answer, what came of it, proof and QR."),
    ("act", "公開紀錄的一頁：一句話說明內容有沒有被改過。", "A page of the record says in one sentence whether the text is unchanged."),
    ("mail", "寄出的信只有連結，沒有內容。", "Mail carries a link and no content."),
    ("late", "時間前進三十天：登錄簿上逾期與移送上級，人人可見。", "The clock moved on thirty days: everyone sees what is late and escalated."),
)  # fmt: skip
FILE: tuple[Step, ...] = (
    ("report", "編輯上傳一個 Big5、有標題列與民國日期的檔案，先看整理報告。", "An editor sends a Big5 file with title rows and ROC dates, and sees what was understood."),
    ("dataset", "資料集頁：表格、圖、下載、可直接執行的程式碼。", "The dataset: table, chart, downloads, and lines of code that run."),
    ("rows", "全部資料列：排序與篩選，不需 JavaScript。", "All rows, sorted and filtered without JavaScript."),
    ("record", "公開紀錄：驗證金鑰與一行驗證指令。", "The public record: the verifier key and one command that checks it all."),
    ("try", "任何人都能把亂掉的表丟進來：每個改過的儲存格旁邊都有原文，檔案不留存。", "Anybody drops a messy table: every changed cell stands beside its original, and nothing is kept."),
)  # fmt: skip
PETITION: tuple[Step, ...] = (
    ("petitions", "提議列表：各有連署數、門檻與截止日。", "Petitions, each with its count, its threshold and its last day."),
    ("petition-new", "撰寫時就看到類似的提議；不用 JavaScript 時在下一頁。", "Petitions that are alike show while one writes; without JavaScript on the next page."),
    ("moderate", "三個工作天內依公布的基準檢核，不受理要選理由。", "Checked within three working days against published criteria; a refusal has a coded reason."),
    ("sign", "身分驗證過的人連署一次：具名、化名，或只計入人數。", "A verified person signs once: by name, by pseudonym, or as a count only."),
    ("signature", "連署的證明：自己那一筆確實算在統計裡。", "The proof of a signature: one's own is in the tally."),
    ("petition", "達到門檻之後：誰要在何時前回應。", "Once the threshold is reached: who owes an answer, and by when."),
    ("petition-answered", "回應、處理情形，以及承諾有沒有做到。", "The answer, what came of it, and whether the promise was kept."),
)  # fmt: skip
SERVICE: tuple[Step, ...] = (
    ("services", "服務依人生時刻排列。", "Services by the moment in life at which they are needed."),
    ("service", "先說清楚：誰可以、要什麼、多久、多少錢、依據哪一條。", "Said first: who may, what is needed, how long, what it costs, by which law."),
    ("eligibility", "先看看能不能申請：一次一題，不會影響結果的就不問。", "Whether you may: one question at a time, and none that cannot matter."),
    ("question", "一頁一題；每一題寫明為什麼要問、查哪一份資料、留多久。草稿隨時存好。", "One question a page, each with why it is asked; the draft is kept as you go."),
    ("application", "承辦人看到的申請案；每次調閱都會記下來。", "The application on the officer's desk; each look at it is written down."),
    ("missing", "機關請您補件：時限暫停，直接在這裡回答。", "The office asks for what is missing: its clock stands still until you answer here."),
    ("letter", "決定書：結果、依據、救濟方式，QR 碼通到證明。", "The decision letter: result, legal basis, how to appeal, and a QR to its proof."),
    ("reads", "誰調閱了我的資料。", "Who has read my data."),
)  # fmt: skip
DATA: tuple[Step, ...] = (
    ("data-requests", "申請資料：沒有的資料可以要，每一件都有期限。", "Asking for data that is not there: each request has its day."),
    ("data-request", "從申請、承諾的日期到公開的資料集，一條鏈看到底。", "One chain from the request over the promised day to the dataset."),
    ("unlock", "哪些資料什麼時候開放；延期的，原訂日期與原因都留著。", "What opens when; where a day slipped, the old one and the reason stay."),
    ("closed", "不開放也要說清楚：哪一條、為什麼、何時再檢討。", "What is not open says by which article, why, and when it is looked at again."),
)  # fmt: skip
BRIDGES: tuple[Step, ...] = (
    ("search", "一個搜尋框找遍資料、提議、議題、服務與回應。", "One box over data, petitions, topics, services and answers."),
    ("related", "跨部門的關聯：這份資料與哪個提議、哪項服務有關。", "What belongs together across the house, on each page."),
    ("mine", "我的：等我處理的、我的案件、連署、訂閱與調閱紀錄。", "Mine: what needs me, my matters, signatures, follows, and who read my data."),
    ("units", "十九個機關，各有對外負責的人。", "Nineteen units, each with somebody who answers."),
)  # fmt: skip
LOOPS = (
    ("An opinion 一則意見", OPINION),
    ("A file 一個檔案", FILE),
    ("A petition 一個提議", PETITION),
    ("A service 一項服務", SERVICE),
    ("Data that is asked for, and data that is not open 申請資料與不開放的資料", DATA),
    ("What joins them 串起來", BRIDGES),
)
